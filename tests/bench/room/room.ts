import type { Bench } from '../bench.ts';
import { playTournament } from '../tournament.ts';
import { measureLimits } from './limits.ts';

const MEMBERS = 100;

/** A room of a hundred: beside ejabberd and Prosody, and beside what the socket library and the database can do. */
export const room: Bench = {
  name: 'room',
  about: 'a room of 100: beside ejabberd, Prosody, raw ws, and bare batched inserts',
  run: async (context) => {
    const isQuick = context.size === 'quick';
    const seconds = isQuick ? 1 : 5;
    const rounds = isQuick ? 1 : 3;
    const limits = await measureLimits(context, { members: MEMBERS, rounds, seconds: isQuick ? 1 : 4 });
    const peers = await playTournament(context, {
      scene: 'room',
      people: MEMBERS,
      rounds,
      headline: 'busy',
      program: [
        { calm: { senders: 10, inFlight: 1, seconds }, busy: { senders: 50, inFlight: 2, seconds } },
        { steady: { senders: 10, perSecond: 50, seconds } },
      ],
    });
    return {
      figures: { ...limits.figures, ...peers.figures },
      ratios: { ...limits.ratios, ...peers.ratios },
    };
  },
};
