-- Votes are found by who cast them, to be given out and erased; who pinned a message, its log tells.
create index poll_vote_account on poll_vote (account_id);
alter table pin drop column account_id;
