import { type ChatAction, type ChatId, locations, type MessageId, VecheError } from '@veche/contract';
import { badRequest } from '../dialect-error.ts';
import { refusing } from '../errors.ts';
import { readInlineMarkup } from '../keyboard.ts';
import type { DialectCall, DialectMethod } from '../method.ts';
import { findPlace, readMessageId } from '../place.ts';
import { refusalIn } from '../place-refusal.ts';
import { firstOf, readThreadId, sendOne, sendParameters, sendPassesOver, showOwn } from '../sending.ts';

export const sendLocation: DialectMethod = {
  name: 'sendLocation',
  uses: [...sendParameters, 'latitude', 'longitude', 'horizontal_accuracy', 'live_period'],
  passesOver: { ...sendPassesOver, heading: 'clients show a place without a direction' },
  run: async (request) => {
    const place = await findPlace(request);
    const position = readPosition(request);
    const seconds = request.parameters.integer('live_period') ?? 0;
    const { least, most } = locations.LIVE_SECONDS;
    if (seconds !== 0 && (seconds < least || seconds > most)) throw badRequest('wrong live location period specified');
    return sendOne(request, place, { location: { ...position, ...(seconds === 0 ? {} : { live: { seconds } }) } });
  },
};

/** Where a place is; wrong numbers are refused in the dialect's words. */
function readPosition({ parameters }: DialectCall) {
  const [latitude, longitude] = [parameters.get('latitude'), parameters.get('longitude')] as [number, number];
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) throw badRequest('wrong location specified');
  const accuracy = parameters.get('horizontal_accuracy') as number | undefined;
  if (accuracy !== undefined && (accuracy < 0 || accuracy > 1500))
    throw badRequest('wrong horizontal accuracy specified');
  return { latitude, longitude, ...(accuracy === undefined ? {} : { accuracyMetres: accuracy }) };
}

export const editMessageLiveLocation: DialectMethod = {
  name: 'editMessageLiveLocation',
  uses: ['chat_id', 'message_id', 'inline_message_id', 'latitude', 'longitude', 'horizontal_accuracy', 'reply_markup'],
  passesOver: { heading: 'clients show a place without a direction' },
  run: async (request) => {
    const messageId = readMessageId(request, 'message to edit not found');
    const place = await findPlace(request);
    const target = { chatId: place.chatId, messageId };
    const { changed } = await request.call('locations.move', { ...target, ...readPosition(request) }).catch(refuseLive);
    if (!(await setButtons(request, target)) && !changed) throw badRequest('message is not modified');
    return firstOf(await showOwn(request, place, messageId));
  },
};

export const stopMessageLiveLocation: DialectMethod = {
  name: 'stopMessageLiveLocation',
  uses: ['chat_id', 'message_id', 'inline_message_id', 'reply_markup'],
  run: async (request) => {
    const messageId = readMessageId(request, 'message to edit not found');
    const place = await findPlace(request);
    const target = { chatId: place.chatId, messageId };
    const { changed } = await request.call('locations.stop', target).catch(refuseLive);
    if (!(await setButtons(request, target)) && !changed) throw badRequest('message is not modified');
    return firstOf(await showOwn(request, place, messageId));
  },
};

/** Whether other buttons than before were asked for. */
async function setButtons(
  { call, parameters, webOrigin }: DialectCall,
  target: { chatId: ChatId; messageId: MessageId },
) {
  if (!parameters.has('reply_markup')) return false;
  const buttons = readInlineMarkup(parameters.object('reply_markup'), webOrigin);
  return (await call('messages.edit', { ...target, buttons }).catch(refuseLive)).changed;
}

const refuseLive = refusing({
  'not_found:messageId': 'message to edit not found',
  forbidden: "message can't be edited",
  conflict: "message can't be edited",
});

export const sendContact: DialectMethod = {
  name: 'sendContact',
  uses: [...sendParameters, 'phone_number', 'first_name', 'last_name'],
  passesOver: sendPassesOver,
  run: async (request) => {
    const { parameters } = request;
    const place = await findPlace(request);
    const names = [parameters.requiredText('first_name'), parameters.text('last_name') ?? ''];
    const name = names.map((part) => part.trim()).filter((part) => part !== '');
    if (name.length === 0) throw badRequest('contact name must be non-empty');
    const digits = parameters.requiredText('phone_number').replace(/[^\d]/g, '');
    if (!/^[1-9]\d{6,14}$/.test(digits)) throw badRequest('PHONE_NUMBER_INVALID');
    return sendOne(request, place, { contact: { name: name.join(' ').slice(0, 64), phone: `+${digits}` } });
  },
};

const actions: Readonly<Record<string, ChatAction | null>> = {
  typing: 'typing',
  upload_photo: 'uploadingPhoto',
  record_video: 'recordingVideo',
  upload_video: 'uploadingVideo',
  record_voice: 'recordingVoice',
  record_audio: 'recordingVoice',
  upload_voice: 'uploadingFile',
  upload_audio: 'uploadingFile',
  upload_document: 'uploadingFile',
  choose_sticker: 'choosingSticker',
  find_location: 'typing',
  record_video_note: 'recordingVideo',
  upload_video_note: 'uploadingVideo',
  cancel: null,
};

export const sendChatAction: DialectMethod = {
  name: 'sendChatAction',
  uses: ['chat_id', 'action', 'message_thread_id'],
  run: async (request) => {
    const place = await findPlace(request);
    const action = actions[request.parameters.requiredText('action').toLowerCase()];
    if (action === undefined) throw badRequest('wrong parameter action in request');
    // What is shown ends by itself.
    if (action === null) return true;
    const topicId = readThreadId(request);
    const shown = { chatId: place.chatId, action, ...(topicId === undefined ? {} : { topicId }) };
    await request.call('chats.sendAction', shown).catch(async (error: unknown) => {
      if (!(error instanceof VecheError)) throw error;
      throw (await refusalIn(request, place, error)) ?? error;
    });
    return true;
  },
};
