import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { isInstalled } from './peer.ts';

const PACKAGES = ['ejabberd', 'erlang-p1-pgsql', 'prosody', 'prosody-modules', 'lua-dbi-sqlite3'];
const DAEMONS = ['ejabberd', 'prosody'];

/**
 * Installs the XMPP servers that the benches compare with. The daemons that come with the packages are stopped and
 * kept from starting by themselves: the benches run processes of their own. Answers whether both are there.
 */
export function installPeers(say: (line: string) => void): boolean {
  if (!existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0) {
    say('The peers come from Debian packages: run this as root on Debian, or do without the comparison.');
    return false;
  }
  run('apt-get', ['update']);
  run('apt-get', ['install', '-y', '--no-install-recommends', ...PACKAGES]);
  for (const daemon of DAEMONS) {
    if (existsSync('/run/systemd/system')) run('systemctl', ['disable', '--now', daemon]);
    else run('service', [daemon, 'stop']);
  }
  const missing = (['ejabberd', 'prosody'] as const).filter((peer) => !isInstalled(peer));
  say(missing.length === 0 ? 'ejabberd and Prosody are installed.' : `Not installed: ${missing.join(', ')}.`);
  return missing.length === 0;
}

function run(program: string, args: readonly string[]): void {
  spawnSync(program, args, { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
}
