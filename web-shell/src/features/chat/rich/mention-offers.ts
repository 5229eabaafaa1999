import { html, nothing } from 'lit';
import type { Account } from '@veche/contract';
import { avatar } from '../../../parts/avatar.ts';
import type { OpenChat } from '../open-chat.ts';
import { type Offer, type OfferSource, putIn } from './offers.ts';

/** Most people offered at once. */
const MAX_OFFERED = 6;

/** The word after an @ that ends at the caret, and where it begins. */
function typedIn({ value, selectionStart, selectionEnd }: HTMLTextAreaElement): { word: string; from: number } | null {
  const before = value.slice(0, selectionStart);
  const match = selectionStart === selectionEnd ? /(?<![\p{L}\p{N}_@])@([\p{L}\p{N}_]{0,32})$/u.exec(before) : null;
  return match === null ? null : { word: (match[1] ?? '').toLocaleLowerCase(), from: match.index };
}

/** People of the group whose name begins as what is typed after an @; read once, when the first one is. */
export function createMentionSource(): OfferSource {
  let members: Promise<readonly Account[]> | undefined;
  const read = async ({ shell, chatId }: OpenChat): Promise<readonly Account[]> => {
    try {
      const answer = await shell.client.call('chats.listMembers', { chatId, limit: 200 });
      return answer.members.map(({ account }) => account);
    } catch {
      members = undefined;
      return [];
    }
  };
  return {
    async offer(chat, area) {
      const typed = chat.row.peek()?.kind === 'group' ? typedIn(area) : null;
      if (typed === null) return null;
      const known = await (members ??= read(chat));
      const me = chat.shell.client.myId.peek();
      const offers = known
        .filter(
          ({ accountId, name, username = '' }) =>
            accountId !== me &&
            [...name.split(/\s+/u), username].some((part) => part.toLocaleLowerCase().startsWith(typed.word)),
        )
        .slice(0, MAX_OFFERED)
        .map((account) => offerOf(account, area));
      return { label: chat.shell.words.t('compose.mention'), offers };
    },
  };
}

function offerOf({ accountId, name, username, photoId }: Account, area: HTMLTextAreaElement): Offer {
  return {
    said: name,
    draw: () =>
      html`${avatar(accountId, name, photoId)}
        <span class="text">
          <bdi class="name cut">${name}</bdi>
          ${username === undefined ? nothing : html`<span class="soft cut">@${username}</span>`}
        </span>`,
    take() {
      const typed = typedIn(area);
      if (typed === null) return;
      // Who has no public name is named by the account.
      const words =
        username === undefined ? `[${name.replaceAll(/[\\[\]]/g, '')}](account:${accountId}) ` : `@${username} `;
      putIn(area, words, typed.from);
    },
  };
}
