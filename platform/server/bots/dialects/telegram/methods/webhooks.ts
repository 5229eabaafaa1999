import { botWebhooks, type BotUpdateKind, VecheError } from '@veche/contract';
import { badRequest } from '../dialect-error.ts';
import { Described } from '../described.ts';
import type { DialectCall, DialectMethod } from '../method.ts';
import { defaultKinds, isToldKind, kindNames, readAllowedUpdates } from '../update-kinds.ts';

export const deleteWebhook: DialectMethod = {
  name: 'deleteWebhook',
  uses: ['drop_pending_updates'],
  run: async ({ call, parameters }) => {
    const dropWaiting = parameters.boolean('drop_pending_updates') === true;
    const { changed } = await call('bots.deleteWebhook', { dropWaiting });
    return new Described(true, changed ? 'Webhook was deleted' : 'Webhook is already deleted');
  },
};

/** An empty address removes the webhook. */
export const setWebhook: DialectMethod = {
  name: 'setWebhook',
  uses: ['url', 'max_connections', 'allowed_updates', 'drop_pending_updates', 'secret_token'],
  run: async (request) => {
    const { call, parameters } = request;
    const given = (parameters.text('url') ?? '').trim();
    if (given === '') return deleteWebhook.run(request);
    const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(given) ? given : `https://${given}`;
    const secret = parameters.text('secret_token') ?? '';
    if (secret.length > 256) throw badRequest('secret token is too long');
    if (!/^[\w-]*$/.test(secret)) throw badRequest('secret token contains unallowed characters');
    const connections = parameters.integer('max_connections') ?? 40;
    const kinds = readAllowedUpdates(parameters.list('allowed_updates'));
    const { changed } = await call('bots.setWebhook', {
      url,
      form: 'telegram',
      maxConnections: Math.min(Math.max(connections, 1), botWebhooks.MAX_WEBHOOK_CONNECTIONS),
      dropWaiting: parameters.boolean('drop_pending_updates') === true,
      ...(secret === '' ? {} : { secret }),
      ...(kinds === undefined ? {} : { kinds }),
    }).catch((error: unknown) => {
      if (!(error instanceof VecheError) || error.field !== 'url') throw error;
      throw badRequest(`bad webhook: ${reasonOf(url, error.message)}`);
    });
    return new Described(true, changed ? 'Webhook was set' : 'Webhook is already set');
  },
};

/** The words that operators of bots look up. */
function reasonOf(url: string, message: string): string {
  const parsed = URL.parse(url);
  if (parsed === null) return 'invalid webhook URL specified';
  if (parsed.protocol !== 'https:') return 'An HTTPS URL must be provided for webhook';
  if (message.includes('port')) return 'Webhook can be set up only on ports 80, 88, 443 or 8443';
  if (message.includes('not found')) return 'Failed to resolve host: Name or service not known';
  return `IP address of ${parsed.hostname} is reserved`;
}

export const getWebhookInfo: DialectMethod = {
  name: 'getWebhookInfo',
  uses: [],
  run: async (request: DialectCall) => {
    const [{ waitingCount, kinds }, { webhook }] = [
      await request.call('bots.getState', {}),
      await request.call('bots.getWebhook', {}),
    ];
    const failed = webhook?.lastError;
    return {
      url: webhook?.url ?? '',
      has_custom_certificate: false,
      pending_update_count: waitingCount,
      ...(webhook === undefined ? {} : { max_connections: webhook.maxConnections }),
      ...(failed === undefined
        ? {}
        : { last_error_date: Math.floor(Date.parse(failed.at) / 1000), last_error_message: failed.text }),
      ...(isDefault(kinds)
        ? {}
        : { allowed_updates: [...new Set(kinds.filter(isToldKind).map((kind) => kindNames[kind]))] }),
    };
  },
};

function isDefault(kinds: readonly BotUpdateKind[]): boolean {
  const told = kinds.filter(isToldKind);
  return told.length === defaultKinds.length && defaultKinds.every((kind) => told.includes(kind));
}
