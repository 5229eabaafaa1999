import type { ChatId, ClientId } from '@veche/contract';
import { VecheError } from '@veche/contract/light';
import { errorWords } from '../../state/error-words.ts';
import type { Shell } from '../../state/shell.ts';

/** Begins to copy the account, or one chat. A refusal is told; true when it began. */
export async function startExport(
  { client, notices, words }: Shell,
  what: { readonly clientId: ClientId; readonly chatId?: ChatId },
): Promise<boolean> {
  try {
    await client.call('archives.startExport', { ...what, language: words.language.peek() });
    return true;
  } catch (error) {
    const isBusy = error instanceof VecheError && error.code === 'conflict';
    notices.show(isBusy ? words.t('export.oneAtATime') : errorWords(words, error));
    return false;
  }
}
