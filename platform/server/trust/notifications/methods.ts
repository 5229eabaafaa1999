import { methods, VecheError } from '@veche/contract';
import { isToldAccounts, readLiveRelease } from '../../apps/index.ts';
import { askAppPush } from '../../chat/index.ts';
import { newId } from '../../kernel/ids.ts';
import { pageOf, seqOfCursor } from '../../kernel/paging.ts';
import { accountOf, personOf } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import { appendEntry } from '../access-ledger/append.ts';
import type { TrustDependencies } from '../dependencies.ts';
import { covers } from '../grants/rules.ts';
import { endGrants, lockNotifying } from '../grants/store.ts';
import { DAY_MS, fillTemplate, secondsToWait } from './rules.ts';
import { insertNotification, readCame, readNotifications } from './store.ts';

/** What apps tell people outside of their windows. */
export function notificationHandlers({ sql, writer, jobs }: TrustDependencies): Handler[] {
  return [
    implement(methods.apps.notify, async ({ caller }, { personId, accountId: known, template: templateId, values }) => {
      const speakerId = caller.kind === 'app' ? caller.appId : accountOf(caller);
      return writer.transact([], async (batch) => {
        const { tx, at } = batch;
        const live = await readLiveRelease(tx, speakerId);
        if (live === null) throw new VecheError('conflict', 'The app has no live release.');
        if (known !== undefined && !isToldAccounts(live))
          throw new VecheError('invalid_input', 'accountId: this app knows people by personId.', {
            field: 'accountId',
          });
        const { appId, slug, releaseId: release, name } = live;
        const template = live.notifications.find(({ id }) => id === templateId);
        const declared = live.scopes.find(({ scope }) => scope === 'notifications');
        if (template === undefined || declared === undefined)
          throw new VecheError('not_found', 'The live release has no such template.', { field: 'template' });
        const text = fillTemplate(template, values);
        // Until the transaction ends nobody else counts what came by this grant.
        const grant = await lockNotifying(tx, { appId, accountId: known, personId, now: at });
        if (grant === null || !covers(live, grant, declared))
          throw new VecheError('consent_required', 'The person has not let the app send notifications.');
        const { accountId, grantId, duration, perDay, purpose } = grant;
        const came = await readCame(tx, { accountId, appId, since: new Date(at.getTime() - DAY_MS) });
        const retryAfterSeconds = secondsToWait(came, perDay ?? 0, at);
        if (retryAfterSeconds !== null)
          throw new VecheError('rate_limited', 'The person takes no more today.', { retryAfterSeconds });
        await insertNotification(tx, { accountId, notificationId: newId(), appId, text, at });
        await appendEntry(tx, accountId, {
          ...{ at: at.toISOString(), act: 'notified', app: { appId, slug, name }, release, scope: 'notifications' },
          ...{ fields: ['notifications'], purpose, duration, template: templateId },
        });
        if (duration === 'once') await endGrants(tx, accountId, [grantId], at);
        batch.appendAccount(accountId, { kind: 'app.notified', appId });
        await askAppPush(jobs, tx, { accountId, appId, release, grantId, name, text });
        return { leftToday: duration === 'once' ? 0 : (perDay ?? 0) - came.length - 1 };
      });
    }),

    implement(methods.appNotifications.list, async ({ caller }, { cursor, limit }) => {
      const query = { accountId: personOf(caller).accountId, before: seqOfCursor(cursor), limit: limit + 1 };
      const { page, next } = pageOf(await readNotifications(sql, query), limit, ({ notificationId }) => notificationId);
      return { notifications: page, ...next };
    }),
  ];
}
