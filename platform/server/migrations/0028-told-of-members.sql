-- Bots are told of members, requests to be let in and polls, too: those that were told all there was.
update bot set kinds = kinds || array['memberCame', 'memberLeft', 'selfChanged', 'joinRequested', 'pollChanged', 'pollAnswered']
where kinds @> array['message', 'messageEdited', 'post', 'postEdited', 'buttonPressed', 'inlineQuery', 'inlineChosen'];
