-- Acts of admins are named alike, by what they were done to; answers of keyed methods are forgotten after their time, and
-- found by it.
update admin_act set kind = 'message.urgent' where kind = 'urgentSent';
create index keyed_answer_at on keyed_answer (at);
