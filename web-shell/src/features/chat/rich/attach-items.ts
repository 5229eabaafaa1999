import { html } from 'lit';
import type { ClientId, MessageId } from '@veche/contract';
import calendarClock from 'lucide-static/icons/calendar-clock.svg?raw';
import camera from 'lucide-static/icons/camera.svg?raw';
import layoutGrid from 'lucide-static/icons/layout-grid.svg?raw';
import mapPin from 'lucide-static/icons/map-pin.svg?raw';
import paperclip from 'lucide-static/icons/paperclip.svg?raw';
import radio from 'lucide-static/icons/radio.svg?raw';
import userRound from 'lucide-static/icons/user-round.svg?raw';
import video from 'lucide-static/icons/video.svg?raw';
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
  const photo = { label: t('camera.photo'), icon: camera, run: () => void takePhoto(chat) };
  const note = { label: t('note.record'), icon: video, run: () => void recordNote(chat) };
  const poll = { label: t('compose.poll'), icon: vote, run: () => void newPoll(chat) };
  return [
    ...(may('sendMedia') ? [file, ...(hasCamera() ? [photo] : []), ...(mayRecord() ? [note] : [])] : []),
    ...(may('sendPolls') ? [poll] : []),
    { label: t('compose.place'), icon: mapPin, run: () => void sharePlace(chat, false) },
    { label: t('compose.live'), icon: radio, run: () => void sharePlace(chat, true) },
    { label: t('compose.contact'), icon: userRound, run: () => void sendContact(chat) },
    { label: t('apps.title'), icon: layoutGrid, run: () => void showApps(chat) },
    { label: t('later.list'), icon: calendarClock, run: () => void showScheduled(chat) },
  ];
}

/** Without a secure connection there is no way to devices. */
const hasCamera = () => (navigator as { mediaDevices?: MediaDevices }).mediaDevices !== undefined;
const mayRecord = () => hasCamera() && 'MediaRecorder' in window && 'captureStream' in HTMLCanvasElement.prototype;

/** A phone has a camera app of its own; elsewhere the picture is taken here. */
async function takePhoto(chat: OpenChat): Promise<void> {
  if (matchMedia('(pointer: coarse)').matches && 'capture' in HTMLInputElement.prototype)
    return chooseFiles(chat, { accept: 'image/*', capture: 'environment' });
  await import('./camera-sheet.ts');
  chat.sheet.value = html`<veche-camera .shell=${chat.shell} .chat=${chat}></veche-camera>`;
}

async function recordNote(chat: OpenChat): Promise<void> {
  await import('./note-recorder.ts');
  chat.sheet.value = html`<veche-note-recorder .shell=${chat.shell} .chat=${chat}></veche-note-recorder>`;
}

function chooseFiles(chat: OpenChat, wanted: { accept?: string; capture?: string } = {}): void {
  const input = Object.assign(document.createElement('input'), { type: 'file', multiple: true, ...wanted });
  input.addEventListener('change', () => {
    const files = [...(input.files ?? [])];
    if (files.length > 0) void chat.rich.peek()?.sendFiles(chat, files);
  });
  input.click();
}

/** Opens the form of a poll; `sent` is told when one was made. */
export async function newPoll(
  chat: OpenChat,
  { isQuiz = false, sent = () => {} }: { isQuiz?: boolean; sent?: () => void } = {},
): Promise<void> {
  await import('./new-poll.ts');
  chat.sheet.value = html`<veche-new-poll
    .shell=${chat.shell}
    .chat=${chat}
    .isQuiz=${isQuiz}
    @sent=${sent}
  ></veche-new-poll>`;
}

async function sendContact(chat: OpenChat): Promise<void> {
  await import('./contact-sheet.ts');
  chat.sheet.value = html`<veche-send-contact .shell=${chat.shell} .chat=${chat}></veche-send-contact>`;
}

async function showApps(chat: OpenChat): Promise<void> {
  await import('./chat-apps.ts');
  chat.sheet.value = html`<veche-chat-apps .shell=${chat.shell} .chat=${chat}></veche-chat-apps>`;
}

async function showScheduled(chat: OpenChat): Promise<void> {
  await import('./scheduled-sheet.ts');
  chat.sheet.value = html`<veche-scheduled .shell=${chat.shell} .chat=${chat}></veche-scheduled>`;
}

/** Sends where the person is; whether that went well. */
export async function sharePlace(chat: OpenChat, isLive: boolean): Promise<boolean> {
  const { client, notices, words } = chat.shell;
  const { chatId } = chat;
  let position: GeolocationPosition;
  try {
    position = await new Promise((resolve, reject) =>
      navigator.geolocation.getCurrentPosition(resolve, reject, { enableHighAccuracy: true, timeout: 20_000 }),
    );
  } catch {
    notices.show(chat.shell.words.t('place.refused'));
    return false;
  }
  const live = isLive ? { live: { seconds: LIVE_SECONDS } } : {};
  const clientId = crypto.randomUUID() as string as ClientId;
  try {
    const location = { ...placeOf(position), ...live };
    const { messageId } = await client.call('messages.send', { chatId, clientId, location, ...topicOf(chat) });
    if (isLive) follow(chat, messageId);
    return true;
  } catch (error) {
    notices.show(errorWords(words, error));
    return false;
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
