import type { ChatId, ClientId, Language, PushPayload } from '@veche/contract';
import { readAccounts } from '../../identity/index.ts';
import { readCallById } from '../calls/store.ts';
import type { NotifyDependencies } from './notify.ts';
import { ringing } from './rules.ts';
import { readRecipients } from './store.ts';

/** The job that tells devices without an open page of a call, and again when somebody has taken it. */
export const RING_JOB = 'notify-call';

const words: Record<Language, { audio: string; video: string; taken: string; declined: string }> = {
  ru: {
    audio: 'Звонит Вам',
    video: 'Звонит Вам с видео',
    taken: 'Ответили на другом устройстве',
    declined: 'Звонок отклонён',
  },
  en: {
    audio: 'Is calling you',
    video: 'Is calling you with video',
    taken: 'Answered on another device',
    declined: 'Declined',
  },
};

/**
 * Rings where messages of the chat would: not when it is muted, nor in quiet hours. The message of a missed call, of the
 * same tag, takes the place of the ringing by itself; what was answered or turned down falls silent.
 */
export async function notifyCall(
  { sql, clock, delivery }: NotifyDependencies,
  { chatId, callId }: { chatId: ChatId; callId: ClientId },
): Promise<void> {
  const call = await readCallById(sql, chatId, callId);
  if (call === null) return;
  const { calleeId, callerId, media, answeredAt, endedAt, outcome } = call;
  if (endedAt !== null && outcome !== 'declined' && outcome !== 'answered') return;
  const isRinging = answeredAt === null && endedAt === null;
  const { recipients } = await readRecipients(sql, { chatId, messageIds: [], after: calleeId - 1, limit: 1 });
  const [caller] = await readAccounts(sql, [callerId], calleeId);
  const quiet = { chatKind: 'direct', mentioned: false, urgent: false } as const;
  await Promise.all(
    recipients
      .filter((one) => one.accountId === calleeId && ringing(one, quiet, clock.now()) !== 'silent')
      .map(async (one) => {
        const say = words[one.language];
        const body = isRinging ? say[media] : outcome === 'declined' ? say.declined : say.taken;
        const sound = isRinging ? { ring: true as const } : { silent: true as const };
        const about = { tag: `chat ${chatId}`, chatId, title: caller?.name ?? '', body };
        const payload: PushPayload = { v: 1, ...(one.settings.showText ? about : { tag: 'veche' }), ...sound };
        await delivery.hand(one, payload);
      }),
  );
}
