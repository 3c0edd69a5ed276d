-- Whether a final statement charges for what is counted by the month by whole months. Those of before
-- parted it by the days, say nothing here, and stay as they are.
alter table statement add column whole_months boolean check (whole_months);
