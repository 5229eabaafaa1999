import type { Bench, BenchSize } from './bench.ts';
import { withCleanup } from './cleanup.ts';
import { installLighthouse } from './peers/install-lighthouse.ts';
import { installPeers } from './peers/install-peers.ts';
import { bots } from './bots/bots.ts';
import { channel } from './channel/channel.ts';
import { direct } from './direct/direct.ts';
import { idle } from './idle/idle.ts';
import { miniApps } from './mini-apps/mini-apps.ts';
import { resume } from './resume/resume.ts';
import { room } from './room/room.ts';
import { search } from './search/search.ts';
import { shell } from './shell/shell.ts';

/** Every bench there is. */
const benches: readonly Bench[] = [room, direct, channel, idle, resume, search, shell, bots, miniApps];
const INSTALL_PEERS = 'install-peers';

const flags = new Set(process.argv.slice(2).filter((argument) => argument.startsWith('--')));
const name = process.argv.slice(2).find((argument) => !argument.startsWith('--'));
const bench = benches.find((one) => one.name === name);
const size: BenchSize = flags.has('--quick') ? 'quick' : flags.has('--full') ? 'full' : 'usual';

if (name === undefined) {
  for (const one of benches) console.log(`${one.name.padEnd(14)} ${one.about}`);
  console.log(
    `${INSTALL_PEERS.padEnd(14)} installs what is compared with: ejabberd and Prosody (Debian), Lighthouse (npm)`,
  );
  console.log('\nRun one with: npm run bench -- NAME [--json] [--quick | --full]');
} else if (name === INSTALL_PEERS) {
  const say = (line: string) => console.log(line);
  process.exitCode = [installPeers, installLighthouse].map((install) => install(say)).every(Boolean) ? 0 : 1;
} else if (bench === undefined) {
  console.error(`There is no bench ${name}; there are: ${benches.map((one) => one.name).join(', ')}.`);
  process.exitCode = 1;
} else {
  const say = (line: string) => console.log(line);
  const { figures, ratios } = await withCleanup((defer) => bench.run({ size, say, defer }));
  for (const [figure, value] of Object.entries(figures)) console.log(`${figure.padEnd(44)} ${value}`);
  for (const [ratio, value] of Object.entries(ratios)) console.log(`ratio to ${ratio.padEnd(35)} ${value}`);
  if (flags.has('--json')) console.log(JSON.stringify({ bench: bench.name, figures, ratios }));
  process.exit();
}
