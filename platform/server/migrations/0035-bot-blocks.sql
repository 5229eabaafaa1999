-- Bots that are told of their own place are told from now on of who blocks them, too.

update bot set kinds = kinds || 'blockChanged'::text where 'selfChanged' = any (kinds);
