import { chownSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { freePort } from '../../support/http.ts';
import type { BenchContext } from '../bench.ts';
import { temporaryFolder } from '../database.ts';
import { SERVER_CORE } from '../processes.ts';
import { accountOf, DOMAIN, end, type Peer, ROOMS, spawnAs, untilListening } from './peer.ts';

/** Prosody with its archive in SQLite, limits and encryption off. */
export async function createProsody({ defer }: BenchContext): Promise<Peer> {
  const parent = temporaryFolder(defer);
  const folder = join(parent, 'prosody');
  mkdirSync(folder);
  const account = accountOf('prosody');
  if (account === undefined) throw new Error('Prosody is not installed');
  // A folder that its account cannot write loses the archive without a word.
  chownSync(folder, account.uid, account.gid);
  const port = await freePort();
  const config = join(folder, 'prosody.cfg.lua');
  const archive = join(folder, 'archive.sqlite');
  const logFile = join(parent, 'prosody.log');
  writeFileSync(
    config,
    `data_path = "${folder}"; pidfile = "${folder}/pid"; log = { warn = "${folder}/log" }; interfaces = { "127.0.0.1" }
c2s_ports = { ${port} }; c2s_direct_tls_ports = {}; s2s_ports = {}; http_ports = {}; https_ports = {}
modules_enabled = { "roster", "saslauth", "disco", "register", "mam", "smacks", "carbons", "ping" }
modules_disabled = { "s2s", "tls", "limits" }
authentication = "internal_plain"; allow_registration = true
c2s_require_encryption = false; allow_unencrypted_plain_auth = true
archive_expires_after = "never"; default_archive_policy = true
storage = { archive = "sql", muc_log = "sql" }; sql = { driver = "SQLite3", database = "${archive}" }
VirtualHost "${DOMAIN}"
Component "${ROOMS}" "muc"
  modules_enabled = { "muc_mam" }; muc_room_locking = false; muc_room_default_persistent = true
  muc_log_by_default = true; muc_log_all_rooms = true; max_history_messages = 0
`,
  );
  return {
    name: 'prosody',
    start: async () => {
      const command = ['prosody', '--config', config, '-F'];
      const child = spawnAs('prosody', SERVER_CORE, command, { cwd: folder, logFile });
      const stop = () => end(child);
      defer(stop);
      await untilListening(child, port, logFile);
      return { port, pid: child.pid ?? 0, roots: [child.pid ?? 0], stop };
    },
    archived: async () => {
      if (!existsSync(archive)) return { room: 0, direct: 0 };
      const database = new DatabaseSync(archive, { readOnly: true });
      const rows = (store: string) =>
        Number(database.prepare('select count(*) as rows from prosodyarchive where store = ?').get(store)?.['rows']);
      const counts = { room: rows('muc_log'), direct: rows('archive') };
      database.close();
      return counts;
    },
  };
}
