-- A provider's agent is one subscriber's, whether one of its agents or only a channel names it. A
-- channel's own leads no event anywhere (agent_id is null): its talks have references of ours. Calls
-- through a shared number are answered by the front's agent, so a channel there claims none.
set local rocket.scope = 'operator';

alter table provider_agent alter column agent_id drop not null;

-- who was there first keeps it: ids are ordered by time
insert into provider_agent (provider_agent_id, subscriber_id, agent_id)
select distinct on (channel.provider_agent_id) channel.provider_agent_id, channel.subscriber_id, null
  from subscriber_channel channel
 where channel.provider_agent_id is not null
   and not (channel.kind = 'VOICE' and channel.provider_number_e164 is not null
           and not exists (select from phone_number own
                            where own.e164 = channel.provider_number_e164
                              and own.subscriber_id = channel.subscriber_id and not own.shared))
 order by channel.provider_agent_id, channel.subscriber_id
on conflict (provider_agent_id) do nothing;

-- what was allowed until now stays as it is, and is told
do $$
declare claimed record;
begin
  for claimed in
    select channel.provider_agent_id, channel.kind, subscriber.slug
      from subscriber_channel channel
      join provider_agent owner on owner.provider_agent_id = channel.provider_agent_id
      join subscriber on subscriber.subscriber_id = channel.subscriber_id
     where owner.subscriber_id <> channel.subscriber_id
       and not (channel.kind = 'VOICE' and channel.provider_number_e164 is not null
               and not exists (select from phone_number own
                                where own.e164 = channel.provider_number_e164
                                  and own.subscriber_id = channel.subscriber_id and not own.shared))
     order by subscriber.slug
  loop
    raise warning 'The channel % of % names the agent % of another subscriber: give it one of its own',
      claimed.kind, claimed.slug, claimed.provider_agent_id;
  end loop;
end
$$;

-- whose names callers of a shared number may say
create index subscriber_channel_number on subscriber_channel (provider_number_e164)
  where kind = 'VOICE' and provider_number_e164 is not null;
