import { apps as contract, type AccountId, type Language } from '@veche/contract';
import { readCorrespondents } from '../../identity/index.ts';
import { accountOf } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import type { AppsDependencies } from '../dependencies.ts';
import { publishBundle } from './publish.ts';
import { readLiveApps } from './store.ts';

export function registryHandlers(dependencies: AppsDependencies): Handler[] {
  const { sql } = dependencies;
  const languageOf = async (accountId: AccountId): Promise<Language> =>
    (await readCorrespondents(sql, [accountId])).get(accountId)?.language ?? 'ru';

  return [
    implement(contract.publish, async ({ caller }, { manifest, files }) => {
      const ownerId = accountOf(caller);
      const bundle = files.map(({ path, contentBase64 }) => ({ path, content: Buffer.from(contentBase64, 'base64') }));
      const { token } = await publishBundle(dependencies, ownerId, manifest, bundle);
      const [live] = await readLiveApps(sql, await languageOf(ownerId), manifest.app_id);
      if (live === undefined) throw new Error(`${manifest.app_id} was published and is not live`);
      return { app: live.app, ...(token === undefined ? {} : { token }) };
    }),
    implement(contract.list, async ({ caller }, { language }) => {
      const live = await readLiveApps(sql, language ?? (await languageOf(accountOf(caller))));
      return { apps: live.filter(({ manifest }) => manifest.entry_points.includes('catalogue')).map(({ app }) => app) };
    }),
  ];
}
