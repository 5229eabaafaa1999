import { apps as contract } from '@veche/contract';
import { accountOf } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import type { AppsDependencies } from '../dependencies.ts';
import { languageOf } from '../language.ts';
import { publishBundle } from './publish.ts';
import { readLiveApps } from './store.ts';

export function registryHandlers(dependencies: AppsDependencies): Handler[] {
  const { sql } = dependencies;

  return [
    implement(contract.publish, async ({ caller }, { manifest, files }) => {
      const ownerId = accountOf(caller);
      const bundle = files.map(({ path, contentBase64 }) => ({ path, content: Buffer.from(contentBase64, 'base64') }));
      const { token } = await publishBundle(dependencies, ownerId, manifest, bundle);
      const [live] = await readLiveApps(sql, await languageOf(sql, ownerId), manifest.app_id);
      if (live === undefined) throw new Error(`${manifest.app_id} was published and is not live`);
      return { app: live.app, ...(token === undefined ? {} : { token }) };
    }),
  ];
}
