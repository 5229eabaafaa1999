import { html } from 'lit';
import type { ClientId, MessageId } from '@veche/contract';
import calendarClock from 'lucide-static/icons/calendar-clock.svg?raw';
import mapPin from 'lucide-static/icons/map-pin.svg?raw';
import paperclip from 'lucide-static/icons/paperclip.svg?raw';
import radio from 'lucide-static/icons/radio.svg?raw';
import userRound from 'lucide-static/icons/user-round.svg?raw';
import vote from 'lucide-static/icons/vote.svg?raw';
import type { MenuItem } from '../../../parts/menu.ts';
import { errorWords } from '../../../state/error-words.ts';
import { maySend } from '../../../state/may.ts';
import type { OpenChat } from '../open-chat.ts';
import { topicOf } from '../topic-of.ts';

const LIVE_SECONDS = 15 * 60;
/** Least time between two positions told of a live location. */
const MOVE_MS = 10_000;

/** What may be sent beside text; what the chat denies is not offered. */
export function attachItems(chat: OpenChat): readonly MenuItem[] {
  const { t } = chat.shell.words;
  const row = chat.row.peek();
  const may = (what: 'sendMedia' | 'sendPolls') => row !== undefined && maySend(row, what, Date.now());
  const file = { label: t('compose.file'), icon: paperclip, run: () => chooseFiles(chat) };
  const poll = { label: t('compose.poll'), icon: vote, run: () => void newPoll(chat) };
  return [
    ...(may('sendMedia') ? [file] : []),
    ...(may('sendPolls') ? [poll] : []),
    { label: t('compose.place'), icon: mapPin, run: () => void sharePlace(chat, false) },
    { label: t('compose.live'), icon: radio, run: () => void sharePlace(chat, true) },
    { label: t('compose.contact'), icon: userRound, run: () => void sendContact(chat) },
    { label: t('later.list'), icon: calendarClock, run: () => void showScheduled(chat) },
  ];
}

function chooseFiles(chat: OpenChat): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  input.addEventListener('change', () => {
    const files = [...(input.files ?? [])];
    if (files.length > 0) void chat.rich.peek()?.sendFiles(chat, files);
  });
  input.click();
}

async function newPoll(chat: OpenChat): Promise<void> {
  await import('./new-poll.ts');
  chat.sheet.value = html`<veche-new-poll .shell=${chat.shell} .chat=${chat}></veche-new-poll>`;
}

async function sendContact(chat: OpenChat): Promise<void> {
  await import('./contact-sheet.ts');
  chat.sheet.value = html`<veche-send-contact .shell=${chat.shell} .chat=${chat}></veche-send-contact>`;
}

async function showScheduled(chat: OpenChat): Promise<void> {
  await import('./scheduled-sheet.ts');
  chat.sheet.value = html`<veche-scheduled .shell=${chat.shell} .chat=${chat}></veche-scheduled>`;
}

async function sharePlace(chat: OpenChat, isLive: boolean): Promise<void> {
  const { client, notices, words } = chat.shell;
  const { chatId } = chat;
  let position: GeolocationPosition;
  try {
    position = await new Promise((resolve, reject) =>
      navigator.geolocation.getCurrentPosition(resolve, reject, { enableHighAccuracy: true, timeout: 20_000 }),
    );
  } catch {
    return notices.show(chat.shell.words.t('place.refused'));
  }
  const live = isLive ? { live: { seconds: LIVE_SECONDS } } : {};
  const clientId = crypto.randomUUID() as string as ClientId;
  try {
    const location = { ...placeOf(position), ...live };
    const { messageId } = await client.call('messages.send', { chatId, clientId, location, ...topicOf(chat) });
    if (isLive) follow(chat, messageId);
  } catch (error) {
    notices.show(errorWords(words, error));
  }
}

function placeOf({ coords }: GeolocationPosition) {
  const { latitude, longitude, accuracy } = coords;
  return { latitude, longitude, accuracyMetres: Math.min(100_000, Math.round(accuracy)) };
}

/** Moves a live location while this page is open, until its time is over or it was stopped. */
function follow({ shell, chatId }: OpenChat, messageId: MessageId): void {
  let toldAt = Date.now();
  const endAt = toldAt + LIVE_SECONDS * 1000;
  const stop = () => navigator.geolocation.clearWatch(watch);
  const watch = navigator.geolocation.watchPosition((position) => {
    if (Date.now() > endAt) return stop();
    if (Date.now() - toldAt < MOVE_MS) return;
    toldAt = Date.now();
    shell.client.call('locations.move', { chatId, messageId, ...placeOf(position) }).catch(stop);
  }, stop);
}
