import { randomUUID } from 'node:crypto';
import type { AccountId, BotUpdate } from '@veche/contract';
import { readCorrespondents } from '../../../identity/index.ts';
import type { CallRecorder } from '../../console/call-recorder.ts';
import type { WebhookWriter } from '../../webhooks/form.ts';
import type { Spool } from '../request/spool.ts';
import { execute } from './execute.ts';
import { asDialectError } from './errors.ts';
import { tellCall } from './tell-call.ts';
import { concernsSelf, toUpdates } from './update.ts';

/** Methods that say nothing without their answer, or would end the very call they come in. */
const refused = /^(?:get.*|setWebhook|deleteWebhook|close|logOut)$/i;

/** Updates in the dialect's form. A target may answer with a call, whose own answer nobody sees. */
export function createTelegramWriter(
  tools: Parameters<typeof execute>[0] & { readonly spool: Spool; readonly record: CallRecorder['record'] },
  stopping: AbortSignal,
): WebhookWriter {
  const { sql, webOrigin } = tools;
  return {
    secretHeader: 'X-Telegram-Bot-Api-Secret-Token',
    async write(botId, update: BotUpdate) {
      const bot = concernsSelf(update.event) ? ((await readCorrespondents(sql, [botId])).get(botId) ?? null) : null;
      return toUpdates(update, { webOrigin, bot });
    },
    async answered(botId: AccountId, body, contentType) {
      const values = readAnswer(Buffer.from(body).toString('utf8'), contentType);
      const method = values?.get('method');
      if (values === null || typeof method !== 'string' || refused.test(method)) return;
      const context = {
        caller: { kind: 'bot' as const, accountId: botId },
        ...{ botId, requestId: randomUUID(), remoteAddress: '', userAgent: 'webhook', signal: stopping },
      };
      const spool = tools.spool.begin();
      const call = { botId, method, start: performance.now() };
      try {
        await execute(tools, { ...context, spool }, method, { values, files: [] });
        tellCall(tools.record, call, null);
      } catch (error) {
        tellCall(tools.record, call, asDialectError(error));
        throw error;
      } finally {
        await spool.dispose();
      }
    },
  };
}

/** The fields of an answer, or null for what is no call: many targets answer `ok`. */
function readAnswer(text: string, contentType: string): ReadonlyMap<string, unknown> | null {
  if (/^\s*application\/x-www-form-urlencoded\b/i.test(contentType)) return new Map(new URLSearchParams(text));
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? new Map(Object.entries(value)) : null;
  } catch {
    return null;
  }
}
