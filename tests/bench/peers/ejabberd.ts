import { chownSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { connect } from '../../../platform/server/kernel/database/sql.ts';
import { freePort } from '../../support/http.ts';
import type { BenchContext } from '../bench.ts';
import { startDatabase, temporaryFolder } from '../database.ts';
import { pin, SERVER_CORE, treeOf } from '../processes.ts';
import { accountOf, DOMAIN, end, type Peer, ROOMS, spawnAs, untilListening } from './peer.ts';

const DATABASE = 'ejabberd';
const SCHEMA = '/usr/share/ejabberd/sql/pg.sql';

/** ejabberd with its archive in the same PostgreSQL as ours, of the same settings, in a cluster of its own. */
export async function createEjabberd(context: BenchContext): Promise<Peer> {
  const { defer } = context;
  const databasePort = await freePort();
  const database = await startDatabase(context, {
    isMigrated: false,
    // Its driver knows no unix sockets.
    settings: { listen_addresses: '127.0.0.1', port: String(databasePort) },
  });
  pin(treeOf(database.pid), SERVER_CORE);
  await database.sql`create database ${database.sql(DATABASE)}`;
  const sql = connect({ ...database.connection, database: DATABASE, max: 1, transactionTimeoutMs: 0 });
  defer(() => sql.end({ timeout: 5 }));
  await sql.unsafe(readFileSync(SCHEMA, 'utf8'));

  const parent = temporaryFolder(defer);
  const folder = join(parent, 'ejabberd');
  mkdirSync(folder);
  const account = accountOf('ejabberd');
  const code = globSync('/usr/lib/*/ejabberd-*/ebin')[0];
  if (account === undefined || code === undefined) throw new Error('ejabberd is not installed');
  chownSync(folder, account.uid, account.gid);
  const [port, namesPort] = [await freePort(), await freePort()];
  const logFile = join(parent, 'ejabberd.log');
  writeFileSync(join(folder, 'ejabberd.yml'), configuration(port, databasePort, database.connection.user));
  const environment = {
    HOME: folder,
    ERL_LIBS: dirname(dirname(code)),
    EJABBERD_CONFIG_PATH: join(folder, 'ejabberd.yml'),
    EJABBERD_LOG_PATH: join(folder, 'log'),
    SPOOL_DIR: folder,
    // A name server of our own: one that Erlang starts by itself would outlive us.
    ERL_EPMD_ADDRESS: '127.0.0.1',
    ERL_EPMD_PORT: String(namesPort),
  };
  const names = spawnAs('ejabberd', SERVER_CORE, ['epmd'], { cwd: folder, environment, logFile });
  defer(() => end(names));
  await untilListening(names, namesPort, logFile);

  const node = [
    '-sname',
    'bench@localhost',
    '-start_epmd',
    'false',
    '-kernel',
    'inet_dist_use_interface',
    '{127,0,0,1}',
  ];
  const store = ['-mnesia', 'dir', `"${join(folder, 'db')}"`];
  const command = ['erl', '-noinput', ...node, '+S', '1:1', ...store, '-pa', code, '-s', 'ejabberd'];
  return {
    name: 'ejabberd',
    start: async () => {
      const child = spawnAs('ejabberd', SERVER_CORE, command, { cwd: folder, environment, logFile });
      const stop = () => end(child);
      defer(stop);
      await untilListening(child, port, logFile);
      return { port, pid: child.pid ?? 0, roots: [child.pid ?? 0, database.pid], stop };
    },
    archived: async () => {
      const [row] = await sql<{ room: number; direct: number }[]>`
        select count(*) filter (where kind = 'groupchat') as room, count(*) filter (where kind = 'chat') as direct
        from archive`;
      return row ?? { room: 0, direct: 0 };
    },
  };
}

function configuration(port: number, databasePort: number, user: string): string {
  return `hosts: [${DOMAIN}]
loglevel: warning
listen: [{port: ${port}, ip: "127.0.0.1", module: ejabberd_c2s, starttls_required: false, max_stanza_size: 262144, shaper: none, access: all}]
auth_method: internal
auth_password_format: plain
registration_timeout: infinity
default_db: sql
sql_type: pgsql
sql_server: 127.0.0.1
sql_port: ${databasePort}
sql_database: ${DATABASE}
sql_username: ${user}
sql_password: "x"
sql_pool_size: 4
modules:
  mod_disco: {}
  mod_roster: {}
  mod_carboncopy: {}
  mod_stream_mgmt: {}
  mod_register: {ip_access: all, access: all}
  mod_mam: {default: always, db_type: sql, assume_mam_usage: true}
  mod_muc: {host: ${ROOMS}, access: all, access_create: all, access_persistent: all, access_mam: all, max_users: 5000, min_message_interval: 0, min_presence_interval: 0, room_shaper: none, history_size: 0, default_room_options: {mam: true, persistent: true, max_users: 5000}}
`;
}
