import type { Release, ReleaseState, VecheError } from '@veche/contract';
import type { Sent } from './send.ts';

const next: Readonly<Record<ReleaseState, (release: Release) => string>> = {
  draft: () =>
    'It is a draft that nobody opens. Give testers a link in Settings › Published apps, or run the same command without --draft to publish it.',
  testing: () => 'Those who have its test link open it. Run the same command without --draft to publish it.',
  review: () => 'It waits for a moderator. Run the same command again once it is approved, and it goes to people.',
  rejected: ({ reasons, note }) =>
    `It was refused (${reasons.join(', ')})${note === undefined ? '' : `: ${note}`}\nChange the app and publish that, or appeal in Settings › Published apps.`,
  approved: () => 'It is approved and nobody has it yet. Run the same command without --draft to publish it.',
  staged: ({ percent }) =>
    `${percent} % of the people have it. Run the same command with a greater --percent, or without, to go on.`,
  live: () => 'Everyone has it. Take it back in Settings › Published apps.',
  retired: () => 'Another release took its place. Run the same command without --draft to publish it again.',
  rolledBack: () => 'It was taken back. Run the same command without --draft to publish it again.',
  killed: () => 'It was stopped for good. Change the app and publish that.',
};

/** What became of a release, and what to do next. */
export function report({ release, before }: Sent, server: string): string {
  const { app, version, releaseId, state } = release;
  return [
    `${app} ${version.name}, release ${releaseId}: ${state}${before === state ? ', as it was before' : ''}.`,
    next[state](release),
    ...(state === 'live' || state === 'staged' ? [`Open it at ${server}/apps?run=${app}`] : []),
  ].join('\n');
}

/** A refusal of the server, a line for each wrong field, with what to do. */
export function explain(error: VecheError): string {
  if (error.code === 'unauthenticated' || error.code === 'session_ended')
    return 'The server does not know this session: VECHE_TOKEN must be the token of one that is open there.';
  if (error.field === 'signed.publicKey' && error.code === 'conflict')
    return 'Another key signs the releases of this app: name its file in VECHE_DEVELOPER_KEY, or replace it by the method releases.setKey (/docs on the server).';
  if (error.code === 'rate_limited') return `Too many calls: try again in ${error.retryAfterSeconds ?? 60} s.`;
  const issues = error.issues?.map(({ field, message }) => `${field}: ${message}`);
  if (issues !== undefined && issues.length > 0) return issues.join('\n');
  return error.field === undefined ? error.message : `${error.field}: ${error.message}`;
}
