import type { Bench } from '../bench.ts';
import { playTournament } from '../tournament.ts';

const PAIRS = 100;

/** Many one-to-one talks at once, beside the same on ejabberd and Prosody. */
export const direct: Bench = {
  name: 'direct',
  about: 'a hundred one-to-one talks: deliveries and their p99 beside ejabberd and Prosody',
  run: (context) => {
    const isQuick = context.size === 'quick';
    const pairs = isQuick ? 10 : PAIRS;
    const phase = { senders: pairs, inFlight: 1, seconds: isQuick ? 1 : 5 };
    return playTournament(context, {
      scene: 'direct',
      people: pairs * 2,
      rounds: isQuick ? 1 : 3,
      headline: 'pairs',
      program: [{ pairs: phase }],
    });
  },
};
