import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { startTestServer } from '../../../tests/support/server.ts';
import { type Template, templates } from './arguments.ts';

const launcher = fileURLToPath(new URL('../launch.mjs', import.meta.url));
const server = await startTestServer();
const dmitry = await server.person('Дмитрий');
const run = promisify(execFile);

/** One is enough for the settings of types, which take longest. */
const alsoRun: Readonly<Record<Template, readonly string[]>> = { vanilla: [], lit: ['types'] };

test.each(templates)(
  'an app made from %s installs without a registry, passes its test and is published',
  { timeout: 120_000 },
  async (template) => {
    const home = mkdtempSync(join(tmpdir(), 'veche-created-'));
    onTestFinished(() => rmSync(home, { recursive: true, force: true }));
    const id = `made-${template}`;
    const PATH = `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`;
    const { NODE_OPTIONS: _options, VITEST: _vitest, NODE_ENV: _mode, ...inherited } = process.env;
    const env = { ...inherited, PATH, HOME: home, VECHE_TOKEN: await dmitry.token(), npm_lifecycle_event: '' };
    await run(process.execPath, [launcher, 'create', id, '--template', template, '--name', 'Лес'], { cwd: home, env });
    const npm = (...args: string[]) => run('npm', args, { cwd: join(home, id), env });
    await npm('install', '--offline', '--no-audit', '--no-fund');
    for (const script of alsoRun[template]) await npm('run', script);
    expect((await npm('test')).stdout).toContain('1 passed');
    const { stdout } = await npm('run', 'release', '--', '--server', server.url);
    expect(stdout).toMatch(new RegExp(`${id} 1\\.0\\.0, release [0-9a-f]{64}: live\\.`));
    const { url } = await dmitry.call('apps.launch', { app: id, language: 'ru' });
    const page = readFileSync(join(home, id, 'dist/index.html'), 'utf8');
    expect(page).toContain('<title>Лес</title>');
    expect(new URL(url).hostname).toContain(id);
  },
);
