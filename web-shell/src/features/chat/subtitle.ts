import { html, nothing } from 'lit';
import { doingIn, presenceIn } from '../../state/moment.ts';
import { accountOf, isSaved } from '../../state/people.ts';
import type { Shell } from '../../state/shell.ts';
import type { ChatRow } from '../../sync/client.ts';

/** The line below a chat's title: the connection, what others do, who is here, or how many they are. */
export function subtitle(shell: Shell, row: ChatRow) {
  const { words, client } = shell;
  const offline = client.status.value === 'offline' ? words.t('status.offlineShort') : '';
  const connecting = client.status.value === 'connecting' ? words.t('status.connecting') : '';
  const connection = offline || connecting;
  const busy = connection === '' ? doingIn(shell, row) : '';
  const text = connection || busy || standing(shell, row);
  return text === '' ? nothing : html`<span class="soft cut" ?data-doing=${busy !== ''}>${text}</span>`;
}

function standing(shell: Shell, row: ChatRow): string {
  const { words } = shell;
  if (isSaved(shell, row)) return words.t('chat.savedSubtitle');
  if (row.kind === 'group') return words.t('chat.members', { count: row.memberCount });
  if (row.kind === 'channel') return words.t('chat.subscribers', { count: row.memberCount });
  const peer = accountOf(shell, row.peerId);
  const name = peer?.username === undefined ? '' : `@${peer.username}`;
  if (peer?.kind === 'bot') return [words.t('people.bot'), name].filter((part) => part !== '').join(' · ');
  return presenceIn(shell, row) || name;
}
