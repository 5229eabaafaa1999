import { SITE_PROOF_PATH, siteOf, VecheError } from '@veche/contract';
import { VecheStartError } from '@veche/server/start-error';
import { readArguments } from './arguments.ts';
import { readFolder } from './bundle.ts';
import { openDeveloperKey } from './developer-key.ts';
import { keepLaunchKey } from './launch-key.ts';
import { send } from './send.ts';
import { openSession } from './session.ts';
import { explain, report } from './words.ts';

/** `npx --no veche publish DIR`: signs what a folder holds and sends it to a server. */
try {
  const { folder, server, ...how } = readArguments(process.argv.slice(2));
  const bundle = readFolder(folder);
  const call = await openSession(server, process.env['VECHE_TOKEN'] || undefined);
  const key = openDeveloperKey(process.env['VECHE_DEVELOPER_KEY'] || undefined);
  if (key.isNew)
    console.log(`Made your key, ${key.path}: keep a copy, for without it an app takes no release of yours.`);
  const { app_id: app } = bundle.manifest;
  const site = siteOf(bundle.manifest);
  if (site !== null) console.log(`${site}${SITE_PROOF_PATH} must be:\n${key.proveSite(app, site)}`);
  const sent = await send(call, bundle, key, how);
  console.log(report(sent, server));
  if (sent.token !== undefined)
    console.log(
      `The key for checking its launch data, which the server shows once, is in ${keepLaunchKey(sent.release, sent.token)}`,
    );
} catch (error) {
  if (error instanceof VecheError) console.error(explain(error));
  else console.error(error instanceof VecheStartError ? error.message : error);
  process.exit(1);
}
// An answered terminal would keep us.
process.exit();
