-- Partial, though no row is left out: so only a list, which says when its calls happened, can use
-- them. A look-up by key that was planned while the table was empty took one of them, for it holds
-- the key's columns too, and read all calls of a subscriber for each event.
drop index interaction_newest_first;
drop index interaction_of_caller;
create index interaction_newest_first on interaction (subscriber_id, happened_at desc, id desc)
  where happened_at is not null;
create index interaction_of_caller on interaction (subscriber_id, from_number, happened_at desc, id desc)
  where happened_at is not null;
