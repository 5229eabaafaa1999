import { writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { type identity, type OutputOf, VecheError } from '@veche/contract';
import { z } from 'zod';
import { ask } from '../ask.ts';
import { type Call, callerOf } from '../call.ts';
import { makeFolderOf, privatePath, readPrivate } from './private-file.ts';

const unanswered = 'Nobody answered: set VECHE_TOKEN to the token of a session, or sign in on a terminal.';

/** Tokens by the origin of their server. */
const Sessions = z.record(z.string(), z.string()).catch({});

/** Calls as the developer: with the given token, or with one kept from a sign-in, or after a sign-in by code. */
export async function openSession(server: string, given: string | undefined): Promise<Call> {
  if (given !== undefined) return callerOf(server, given);
  const kept = readSessions()[server];
  if (kept !== undefined && (await isOpen(server, kept))) return callerOf(server, kept);
  const { token } = await signIn(callerOf(server));
  if (token === undefined) throw new Error('a sign-in that asked for a token got none');
  const path = privatePath('sessions.json');
  makeFolderOf(path);
  writeFileSync(path, JSON.stringify({ ...readSessions(), [server]: token }), { mode: 0o600 });
  return callerOf(server, token);
}

function readSessions(): Record<string, string> {
  const text = readPrivate(privatePath('sessions.json'));
  try {
    return Sessions.parse(text === null ? {} : JSON.parse(text));
  } catch {
    return {};
  }
}

async function isOpen(server: string, token: string): Promise<boolean> {
  try {
    await callerOf(server, token)('identity.me', {});
    return true;
  } catch (error) {
    if (error instanceof VecheError && ['unauthenticated', 'session_ended'].includes(error.code)) return false;
    throw error;
  }
}

async function signIn(call: Call): Promise<OutputOf<typeof identity.signIn>> {
  const device = `veche publish, ${hostname()}`.slice(0, 120);
  const { phone } = await call('identity.requestCode', { phone: await ask('Your phone number: ', { unanswered }) });
  try {
    return await call('identity.signIn', { phone, code: await ask(`Code sent to ${phone}: `, { unanswered }), device });
  } catch (error) {
    if (!(error instanceof VecheError) || error.secondFactor === undefined) throw error;
    const password = await ask('Additional password: ', { isHidden: true, unanswered });
    const { ticket } = error.secondFactor;
    return call('secondFactor.signIn', { ticket, proof: { by: 'password', password }, device });
  }
}
