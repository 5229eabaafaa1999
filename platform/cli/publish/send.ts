import { type Release, type ReleaseState, VecheError } from '@veche/contract';
import { releaseIdOf } from '@veche/server/bundle';
import { VecheStartError } from '@veche/server/start-error';
import type { PublishArguments } from './arguments.ts';
import type { Bundle } from './bundle.ts';
import type { Call } from '../call.ts';
import type { DeveloperKey } from './developer-key.ts';

export interface Sent {
  readonly release: Release;
  /** The state this content had before; absent when it is new. */
  readonly before: ReleaseState | undefined;
  /** Key for checking launch data; only when this registered an app without a bot, or another key was asked for. */
  readonly token?: string | undefined;
}

/** States of what was approved once and everyone may have (docs/releases.md). */
const cleared: readonly ReleaseState[] = ['approved', 'staged', 'retired', 'rolledBack'];

/** Signs a bundle, sends it and takes it as far as the server lets it go. */
export async function send(
  call: Call,
  { manifest, files }: Bundle,
  key: DeveloperKey,
  { percent, isDraft, isKeyNew }: Pick<PublishArguments, 'percent' | 'isDraft' | 'isKeyNew'>,
): Promise<Sent> {
  const app = manifest.app_id;
  const releaseId = releaseIdOf(manifest, files);
  const known = await releasesOf(call, app);
  const before = known.find((release) => release.releaseId === releaseId)?.state;
  if (percent !== null && known.some((release) => release.state === 'staged' && release.releaseId !== releaseId))
    throw new VecheStartError('Another release is staged: give it to everyone or roll it back first.');
  const { release, token: first } = await call('apps.publish', {
    manifest,
    files: files.map(({ path, content }) => ({ path, contentBase64: Buffer.from(content).toString('base64') })),
    signed: key.sign(app, releaseId),
    as: isDraft || percent !== null ? 'draft' : 'live',
  });
  const given = isDraft ? release : await give(call, release, percent);
  const token = isKeyNew && first === undefined ? (await call('apps.rotateToken', { app })).token : first;
  return { before, token, release: given };
}

/** All releases of one's own app; none when it is not registered, or is another's, which publishing then tells. */
async function releasesOf(call: Call, app: string): Promise<readonly Release[]> {
  try {
    return (await call('releases.list', { app })).releases;
  } catch (error) {
    if (error instanceof VecheError && error.code === 'not_found') return [];
    throw error;
  }
}

async function give(call: Call, release: Release, percent: number | null): Promise<Release> {
  const { app, releaseId, state } = release;
  const isNew = percent !== null && (state === 'draft' || state === 'testing');
  if (!isNew && !cleared.includes(state)) return release;
  try {
    return (await call('releases.publish', { app, releaseId, percent: percent ?? 100 })).release;
  } catch (error) {
    // A server that reviews gives nothing to people before that.
    if (!isNew || !(error instanceof VecheError) || error.code !== 'conflict') throw error;
    return (await call('releases.submit', { app, releaseId })).release;
  }
}
