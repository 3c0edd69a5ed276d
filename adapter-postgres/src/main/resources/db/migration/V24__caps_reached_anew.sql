-- A cap that is raised is another cap: that its parts are come to is told anew.
alter table usage_cap_reached
  drop constraint usage_cap_reached_pkey,
  add primary key (subscriber_id, month, meter, percent, quantity);
