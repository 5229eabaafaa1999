import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { readArguments } from './arguments.ts';
import { freePort } from './free-port.ts';
import { readTimeline } from './timeline/read.ts';

const folder = mkdtempSync(join(tmpdir(), 'veche-arguments-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const bot = join(folder, 'bot.ts');
writeFileSync(bot, '');

let timelines = 0;
function timeline(steps: string): string {
  timelines += 1;
  const file = join(folder, `timeline-${timelines}.mjs`);
  writeFileSync(file, `export default ${steps};`);
  return file;
}

test('a program, a timeline and ports are read', () => {
  const file = timeline('[]');
  expect(readArguments([bot, '--timeline', file, '--once', '--port', '8090', '--env', 'PATH'])).toEqual({
    ...{
      file: bot,
      appFolder: null,
      timeline: file,
      once: true,
      port: 8090,
      panelPort: 0,
      env: ['PATH'],
      withinSeconds: 30,
    },
  });
});

test('a folder is an app, with the bot that is in it', () => {
  const app = mkdtempSync(join(folder, 'app-'));
  writeFileSync(join(app, 'app.json'), '{}');
  expect(readArguments([app, '--once'])).toMatchObject({ file: null, appFolder: app, once: true });
  writeFileSync(join(app, 'bot.ts'), '');
  expect(readArguments([app])).toMatchObject({ file: join(app, 'bot.ts'), appFolder: app });
});

test.each([
  [[], /^Usage: npx --no veche dev FILE/],
  [[bot, bot], /^Usage: npx --no veche dev FILE/],
  [[bot, '--twice'], /--twice/],
  [[join(folder, 'none.ts')], /^FILE: there is no file \S+\.$/],
  [[bot, '--timeline', join(folder, 'none.ts')], /^--timeline: there is no file \S+\.$/],
  [[folder], /^DIR: \S+ has no app\.json: it holds no mini-app\. For a bot, name its file\.$/],
  [[bot, '--once'], /^--once ends after the timeline: name one with --timeline\.$/],
  [[bot, '--within', '5'], /^--within is how long --once waits/],
  [[bot, '--timeline', bot, '--once', '--within', '0'], /^--within must be whole seconds, 1 to 3600\.$/],
  [[bot, '--env', 'NOBODY_SET_THIS'], /^--env: there is no variable NOBODY_SET_THIS\.$/],
  [[bot, '--port', '70000'], /^--port must be a port, 0 to 65535\.$/],
  [[bot, '--panel-port', '-1x'], /panel-port/],
])('%j is refused with a sentence that names what is wrong', (given, sentence) => {
  expect(() => readArguments(given)).toThrow(
    expect.objectContaining({ name: 'VecheStartError', message: expect.stringMatching(sentence) }),
  );
});

test('a port that somebody has is refused with the argument that chooses another', async () => {
  const busy = createServer();
  await once(busy.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void busy.close());
  const { port } = busy.address() as AddressInfo;
  await expect(freePort('--panel-port', port)).rejects.toThrow(
    /^Port \d+ cannot be opened: choose another with --panel-port\.$/,
  );
});

test.each([
  ['"no list"', 'must have a list of steps as its default export'],
  ['[]', 'must have a list of steps as its default export'],
  ['[{ do: "dance" }]', 'Step 1 of the timeline'],
  ['[{ do: "heal" }, { do: "press", person: "eve", button: "a" }]', 'cannot be played: person: '],
  ['[{ do: "heal", often: true }]', '"often"'],
  ['[{ do: "expect", within: 5 }]', 'cannot be played: text: must say what is expected'],
  ['[{ do: "wait", time: "5 fortnights" }]', 'cannot be played: time: '],
  ['[{ do: "fault", fault: { kind: "slow", share: 2 } }]', 'cannot be played: fault.share: '],
  ['[{ do: "fault", fault: { kind: "forbidden", methods: ["sendmessage", "sendMesage"] } }]', 'Step 1 of the timeline'],
  [
    '[{ do: "fault", fault: { kind: "forbidden", methods: ["sendmessage", "sendMesage"] } }]',
    'cannot be played: fault.methods.1: ',
  ],
])('the timeline %s is refused with its step and field', async (steps, words) => {
  await expect(readTimeline(timeline(steps))).rejects.toThrow(words);
});
