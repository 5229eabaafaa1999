import { html } from 'lit';
import check from 'lucide-static/icons/check.svg?raw';
import checkCheck from 'lucide-static/icons/check-check.svg?raw';
import circleAlert from 'lucide-static/icons/circle-alert.svg?raw';
import clock from 'lucide-static/icons/clock.svg?raw';
import { icon } from '../../parts/icon.ts';
import type { MessageKey } from '../../i18n/words.ts';
import type { MessageRow } from '../../sync/client.ts';
import type { OpenChat } from './open-chat.ts';

type State = Exclude<MessageRow['state'], 'told'> | 'reached' | 'read';

const shown: Record<State, readonly [picture: string, label: MessageKey]> = {
  waiting: [clock, 'message.waiting'],
  failed: [circleAlert, 'message.failed'],
  sent: [check, 'message.sent'],
  reached: [checkCheck, 'message.reached'],
  read: [checkCheck, 'message.read'],
};

/** How far an own message has come: in a group it counts as read when one of the others has read it. */
function stateOf({ shell, chatId }: OpenChat, { state, messageId }: MessageRow): State {
  if (state === 'waiting' || state === 'failed') return state;
  const positions = [...(shell.client.live.positions.value.get(chatId)?.values() ?? [])];
  if (positions.some(({ readSeq }) => readSeq !== undefined && readSeq >= messageId)) return 'read';
  return positions.some(({ gotSeq }) => gotSeq >= messageId) ? 'reached' : 'sent';
}

/** The tick of an own message. */
export function sendState(chat: OpenChat, message: MessageRow) {
  const state = stateOf(chat, message);
  const [picture, label] = shown[state];
  return html`<span class="state" data-state=${state}
    >${icon(picture)}<span class="unseen">${chat.shell.words.t(label)}</span></span
  >`;
}
