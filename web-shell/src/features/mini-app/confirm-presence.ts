import type { BridgeResult } from '@veche/contract';
import { VecheError } from '@veche/contract/light';
import type { PlatformQuestion } from '../../state/platform-questions.ts';
import type { Shell } from '../../state/shell.ts';
import type { Launch } from './app-session.ts';
import type { AppAnswer } from './bridge/host.ts';
import { requesterOf } from './wishes.ts';

interface PresenceAsker {
  readonly shell: Shell;
  readonly launch: Launch;
  ask(question: PlatformQuestion): Promise<AppAnswer>;
}

/**
 * Shows the person what an app wants confirmed, and has it confirmed by a passkey. Answers why not when they did not
 * agree; rejects with `unavailable` where they have no passkey, and with what the server says.
 */
export async function confirmPresence(
  { shell, launch, ask }: PresenceAsker,
  challenge: string,
): Promise<BridgeResult<'people.confirmPresence'> | Exclude<AppAnswer, 'accepted'>> {
  const { client, words } = shell;
  const { passkeys } = await client.call('passkeys.list', {});
  if (passkeys.length === 0) throw new VecheError('unavailable', 'The person has no passkey.');
  const what = words.t('apps.confirmPresence');
  const answer = await ask({ kind: 'permission', requester: requesterOf(launch), what, items: [challenge] });
  if (answer !== 'accepted') return answer;
  const { showOwnPasskey } = await import('../security/passkeys.ts');
  let response;
  try {
    response = await showOwnPasskey(shell);
  } catch (error) {
    // What is not the server's is the browser's: the person turned away, or the key was not there.
    if (error instanceof VecheError) throw error;
    return 'refused';
  }
  return client.call('people.confirmPresence', { launchId: launch.launchId, challenge, response });
}
