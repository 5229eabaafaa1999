import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { verifyLaunchData } from '../../../mini-app-sdk/src/index.ts';
import { appBundle, siteApp } from '../../../tests/support/app-bundle.ts';
import { startDeveloperSite } from '../../../tests/support/developer-site.ts';
import { refusal } from '../../../tests/support/refusal.ts';
import { startTestServer, type TestPerson } from '../../../tests/support/server.ts';

const launcher = fileURLToPath(new URL('../launch.mjs', import.meta.url));
/** The number of the second person of a test server. */
const MODERATOR = '+79991000002';
const server = await startTestServer();
const reviewing = await startTestServer({ mode: 'production', moderatorPhones: [MODERATOR] });
const dmitry = await server.person('Дмитрий');
const token = await dmitry.token();
const site = await startDeveloperSite();

const timeout = 60_000;
let number = 0;
let slug = '';
let home = '';
let folder = '';
beforeEach(() => {
  number += 1;
  slug = `app-${number}`;
  home = mkdtempSync(join(tmpdir(), 'veche publish '));
  folder = join(home, 'app');
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  writeApp();
});

function put(path: string, content: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

function writeApp(files: Readonly<Record<string, string>> = { 'assets/app.js': '1' }): void {
  const bundle = appBundle(slug, files);
  put('app.json', JSON.stringify(bundle.manifest));
  for (const { path, contentBase64 } of bundle.files)
    put(`dist/${path}`, Buffer.from(contentBase64, 'base64').toString());
}

interface Options {
  readonly url?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What is typed after a question that ends so. */
  readonly answers?: Readonly<Record<string, () => string>>;
}

/** `npx veche publish` from the folder above the app's, with everything it says. */
async function publish(args: readonly string[] = [], { url = server.url, env = {}, answers = {} }: Options = {}) {
  const child = spawn(process.execPath, [launcher, 'publish', 'app', '--server', url, ...args], {
    cwd: home,
    env: { ...process.env, HOME: home, VECHE_TOKEN: token, npm_lifecycle_event: '', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  const open = new Map(Object.entries(answers));
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (more: string) => {
      said += more;
      for (const [question, answer] of open) {
        if (!said.includes(question)) continue;
        open.delete(question);
        child.stdin.write(`${answer()}\n`);
      }
    });
  }
  if (open.size === 0) child.stdin.end();
  const [code] = (await once(child, 'close')) as [number];
  expect(said).not.toContain(token);
  expect(said).not.toContain('PRIVATE KEY');
  return { code, said };
}

const keyPath = (): string => join(home, '.config/veche/developer-key.pem');
const releases = (person: TestPerson = dmitry) => person.call('releases.list', { app: slug });

describe('a development server', () => {
  test('has a signed release live at once, and a second time nothing changes', { timeout }, async () => {
    const first = await publish();
    expect(first.said).toContain(`Made your key, ${keyPath()}`);
    expect(first).toMatchObject({ code: 0 });
    expect(statSync(keyPath()).mode & 0o777).toBe(0o600);
    const after = await releases();
    expect(after).toMatchObject({ releases: [{ state: 'live', isSigned: true }], developerKey: expect.any(String) });
    const [launchKey = ''] = readdirSync(dirname(keyPath())).filter((name) => name.startsWith('launch-key-'));
    expect(readFileSync(join(dirname(keyPath()), launchKey), 'utf8')).toMatch(/^\d+:\S+\n$/);
    expect(statSync(join(dirname(keyPath()), launchKey)).mode & 0o777).toBe(0o600);

    const pem = readFileSync(keyPath(), 'utf8');
    const second = await publish();
    expect(second.said).toContain(': live, as it was before.\n');
    expect(second.code).toBe(0);
    expect(await releases()).toEqual(after);
    expect(readFileSync(keyPath(), 'utf8')).toBe(pem);

    const keptPath = join(dirname(keyPath()), launchKey);
    const kept = readFileSync(keptPath, 'utf8');
    expect((await publish(['--new-launch-key'])).said).toContain(`is in ${keptPath}`);
    expect(readFileSync(keptPath, 'utf8')).not.toBe(kept);
    const { initData } = await dmitry.call('apps.launch', { app: slug });
    expect(await verifyLaunchData(initData, { token: readFileSync(keptPath, 'utf8').trim() })).toBeDefined();
  });

  test('keeps a draft from people, and gives it to a part of them', { timeout }, async () => {
    expect((await publish(['--draft'])).said).toContain(': draft.\n');
    expect((await refusal(dmitry.call('apps.launch', { app: slug }))).code).toBe('not_found');
    expect((await publish(['--percent', '20'])).said).toContain('20 % of the people have it.');
    expect(await releases()).toMatchObject({ releases: [{ state: 'staged', percent: 20 }] });
  });

  test('takes no release of another key', { timeout }, async () => {
    await publish();
    writeApp({ 'assets/app.js': '2' });
    const other = join(home, 'other.pem');
    const { code, said } = await publish([], { env: { VECHE_DEVELOPER_KEY: other } });
    expect(said).toContain('Another key signs the releases of this app: name its file in VECHE_DEVELOPER_KEY');
    expect(code).toBe(1);
    expect((await releases()).releases).toHaveLength(1);
  });

  test('is told what the site of an app has to serve, and opens it once that is there', { timeout }, async () => {
    const { manifest } = siteApp(slug, `${site.origin}/`);
    put('app.json', JSON.stringify(manifest));
    const before = await publish();
    const [, proof = ''] =
      new RegExp(`^${site.origin}/.well-known/veche-app.json must be:\n(.*)$`, 'm').exec(before.said) ?? [];
    expect(before.said).toContain('manifest.url: ');
    expect(before.code).toBe(1);
    site.serve('/.well-known/veche-app.json', { body: proof });
    const after = await publish();
    expect(after.said).toContain(`${proof}\n`);
    expect(after.said).toContain(': live.\n');
    expect((await dmitry.call('apps.launch', { app: slug })).site).toBe(site.origin);
  });

  test('knows no wrong token, and one that is not given is asked for', { timeout }, async () => {
    const wrong = await publish([], { env: { VECHE_TOKEN: 'x'.repeat(43) } });
    expect(wrong.said).toContain('The server does not know this session: VECHE_TOKEN');
    expect(wrong.code).toBe(1);
    const none = await publish([], { env: { VECHE_TOKEN: '' } });
    expect(none.said).toContain('Nobody answered: set VECHE_TOKEN');
    expect(none.code).toBe(1);
    expect((await refusal(releases())).code).toBe('not_found');
  });
});

describe('a folder is refused before anything is sent or made', () => {
  const refused = async (): Promise<string> => {
    const { code, said } = await publish();
    expect(code).toBe(1);
    expect(existsSync(keyPath())).toBe(false);
    expect(said).not.toContain('    at ');
    return said;
  };

  test('when app.json is wrong, with a line for each field', { timeout }, async () => {
    const { manifest } = appBundle(slug);
    put('app.json', JSON.stringify({ ...manifest, name: { ru: 'Имя' }, minimum_age: 7, colour: 'red' }));
    expect((await refused()).trim().split('\n').toSorted()).toEqual([
      'app.json: colour: is no field of a manifest: take it out.',
      expect.stringMatching(/^app\.json: minimum_age: ./),
      'app.json: name.en: is missing: add it.',
    ]);
  });

  test('for a link, a hidden file and packages, each by its name', { timeout }, async () => {
    symlinkSync('/etc/passwd', join(folder, 'dist/passwd.txt'));
    put('dist/.env', 'SECRET=1');
    put('dist/node_modules/a/index.js', '');
    const said = await refused();
    expect(said).toContain('passwd.txt: is a link');
    expect(said).toContain('.env: hidden names are not published');
    expect(said).toContain('node_modules: packages are not published');
  });

  test('over the limit of bytes, and of a kind that is not served', { timeout }, async () => {
    put('dist/app.exe', '1');
    expect(await refused()).toContain('app.exe: files of this kind are not served, only html, js, mjs, ');
    put('dist/large.txt', 'x'.repeat(8 * 1024 * 1024));
    expect(await refused()).toContain('bytes, and a bundle up to 8388608.');
  });

  test('when the key may be read by others', { timeout }, async () => {
    mkdirSync(dirname(keyPath()), { recursive: true });
    writeFileSync(keyPath(), 'not ours', { mode: 0o644 });
    const { code, said } = await publish();
    expect(said).toContain(`Others may read ${keyPath()}: run chmod 600 on it`);
    expect(code).toBe(1);
    expect(readFileSync(keyPath(), 'utf8')).toBe('not ours');
  });
});

test(
  'a server that reviews takes a signed release of who signs in by code, and gives it once approved',
  { timeout },
  async () => {
    const dasha = await reviewing.person('Даша');
    const moderator = await reviewing.person('Вера');
    const signIn = {
      'Your phone number: ': () => dasha.phone,
      'Code sent to ': () => reviewing.codes.at(-1)?.code ?? '',
    };
    const options = { url: reviewing.url, env: { VECHE_TOKEN: '' } };
    const sent = await publish(['--percent', '10'], { ...options, answers: signIn });
    expect(sent.said).toContain(': review.\nIt waits for a moderator.');
    expect(sent.code).toBe(0);
    const sessions = join(home, '.config/veche/sessions.json');
    expect(statSync(sessions).mode & 0o777).toBe(0o600);
    const { [reviewing.url]: kept } = JSON.parse(readFileSync(sessions, 'utf8')) as Record<string, string>;
    expect(sent.said).not.toContain(kept);

    const {
      releases: [release],
    } = await releases(dasha);
    expect(release).toMatchObject({ state: 'review', isSigned: true });
    const releaseId = release?.releaseId ?? '';
    await moderator.call('releases.decide', { app: slug, releaseId, outcome: 'approved', note: 'Хорошо.' });
    const given = await publish([], options);
    expect(given.said).toContain(': live.\nEveryone has it.');
    expect((await releases(dasha)).releases).toMatchObject([{ state: 'live' }]);
  },
);
