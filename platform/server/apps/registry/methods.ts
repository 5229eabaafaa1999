import { apps as contract, type Manifest, VecheError } from '@veche/contract';
import { renewToken, tellRenewed } from '../../bots/index.ts';
import { mayActFor } from '../../organisations/index.ts';
import { accountOf, type Caller } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import type { AppsDependencies } from '../dependencies.ts';
import { languageOf } from '../language.ts';
import { findRelease, toRelease } from '../releases/store.ts';
import type { BundleFile } from './bundle.ts';
import { publishBundle, type Publishing } from './publish.ts';
import { findBySlug, lockSlug, readApp } from './store.ts';
import { readZip } from './zip.ts';

export function registryHandlers(dependencies: AppsDependencies): Handler[] {
  const { sql, bus, secrets } = dependencies;

  const publish = async (
    caller: Caller,
    content: { manifest: Manifest; files: readonly BundleFile[] },
    how: Publishing,
  ) => {
    const ownerId = accountOf(caller);
    const { appId, releaseId, token } = await publishBundle(dependencies, ownerId, content, how);
    const row = await findRelease(sql, content.manifest.app_id, releaseId);
    if (row === null) throw new Error(`${content.manifest.app_id} was published and has no release`);
    const app = await readApp(sql, await languageOf(sql, ownerId), appId, releaseId);
    return { app, release: toRelease(row), ...(token === undefined ? {} : { token }) };
  };

  return [
    implement(contract.publish, ({ caller }, { manifest, files, ...how }) => {
      const bundle = files.map(({ path, contentBase64 }) => ({ path, content: Buffer.from(contentBase64, 'base64') }));
      return publish(caller, { manifest, files: bundle }, how);
    }),
    implement(contract.publishZip, async ({ caller }, { zipBase64, hashes, ...how }) => {
      const content = await readZip(Buffer.from(zipBase64, 'base64'), hashes);
      return publish(caller, content, how);
    }),
    implement(contract.rotateToken, async ({ caller }, { app }) => {
      const renewed = await sql.begin(async (tx) => {
        await lockSlug(tx, app);
        const found = await findBySlug(tx, app);
        if (found === null || !(await mayActFor(tx, accountOf(caller), found.appId)))
          throw new VecheError('not_found', 'You have no such app.', { field: 'app' });
        return renewToken(tx, secrets, found);
      });
      tellRenewed(bus, renewed);
      return { token: renewed.token };
    }),
  ];
}
