import { z } from 'zod';
import { optionalNames, optionalText, text } from '../fields.ts';
import { badRequest } from '../max-error.ts';
import { defineOperation, success } from '../operation.ts';
import { kindsFor, readTypes } from '../update-types.ts';

export const getSubscriptions = defineOperation({
  verb: 'GET',
  path: '/subscriptions',
  input: {},
  run: async ({ call }) => {
    const { webhook } = await call('bots.getWebhook', {});
    if (webhook === undefined) return { subscriptions: [] };
    const { url, setAt, types = null } = webhook;
    return { subscriptions: [{ url, time: Date.parse(setAt), update_types: types }] };
  },
});

/** A bot has one address: another one takes its place. */
export const subscribe = defineOperation({
  verb: 'POST',
  path: '/subscriptions',
  input: { url: text.max(2048), update_types: optionalNames, secret: optionalText },
  run: async ({ call }, { url, update_types: names, secret }) => {
    if (secret !== undefined && !/^[\w-]{5,256}$/.test(secret)) {
      throw badRequest('secret: must be 5 to 256 of A-Z, a-z, 0-9, _ and -');
    }
    const types = readTypes(names);
    await call('bots.setWebhook', {
      ...{ url, form: 'max', kinds: kindsFor(types) },
      ...(types === null ? {} : { types }),
      ...(secret === undefined ? {} : { secret }),
    });
    return success;
  },
});

export const unsubscribe = defineOperation({
  verb: 'DELETE',
  path: '/subscriptions',
  input: { url: z.string() },
  run: async ({ call }, { url }) => {
    const { webhook } = await call('bots.getWebhook', {});
    if (webhook?.url !== url) return { success: false, message: 'Nothing is sent to this address.' };
    await call('bots.deleteWebhook', {});
    return success;
  },
});
