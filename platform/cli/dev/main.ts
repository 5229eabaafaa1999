import { fileURLToPath } from 'node:url';
import { VecheStartError } from '@veche/server/start-error';
import { buildWhatChanged } from '../builds.ts';
import { listenForStop } from '../stop-signals.ts';
import { readArguments } from './arguments.ts';
import { type Emulator, startEmulator } from './emulator.ts';
import { untilFirstCall } from './first-call.ts';
import { freePort } from './free-port.ts';
import { startPanel } from './panel/panel.ts';
import { readTimeline } from './timeline/read.ts';
import { FailedStep, runTimeline } from './timeline/run.ts';
import type { Step } from './timeline/steps.ts';

/** `npx --no veche dev FILE` or `DIR`: a bot, an app or both against the server, among fake people, until Ctrl-C. */
const root = fileURLToPath(new URL('../../..', import.meta.url));
const say = (line: string) => console.log(line);
let starting: Promise<Emulator> | undefined;
let panel: { close(): Promise<void> } | undefined;
let finishing = false;

listenForStop({
  onStop: () => void finish(0),
  onForce: () => process.exit(130),
});

try {
  const { file, appFolder, timeline, once, env, withinSeconds, ...wanted } = readArguments(process.argv.slice(2));
  const steps = timeline === null ? null : await readTimeline(timeline);
  const port = await freePort('--port', wanted.port);
  const panelOrigin = once ? null : `http://localhost:${await freePort('--panel-port', wanted.panelPort)}`;
  const builds = once ? undefined : buildWhatChanged({ root, log: say });
  // A build may fail before the server waits for it; the server still hears of it.
  builds?.catch(() => undefined);
  const emulator = await (starting = startEmulator({ file, appFolder, port, env, panelOrigin, builds, say }));
  say(`The server is at ${emulator.server.url}, for the MAX dialect at ${emulator.server.maxUrl}.`);
  const called = untilFirstCall(emulator.called, { limitSeconds: once ? withinSeconds : null, warn: console.error });
  called.catch(() => undefined);
  if (panelOrigin !== null) {
    panel = await startPanel(emulator, panelOrigin);
    say(`Play with ${appFolder === null ? 'the bot' : 'the app'} at ${panelOrigin}`);
  }
  // With a page it goes on: what is wrong with the app is told there, and may be put right.
  if (once) await emulator.app?.first;
  const went = steps === null ? true : await play(emulator, called, steps);
  if (once) await finish(went ? 0 : 1);
} catch (error) {
  console.error(error instanceof VecheStartError ? error.message : error);
  await finish(1);
}

/** Whether all went as the timeline says. */
async function play(
  { scene, server, desk, program, ended }: Emulator,
  called: Promise<void>,
  steps: readonly Step[],
): Promise<boolean> {
  try {
    await called;
    const restart = async (): Promise<void> => program?.restart();
    const stage = { scene, desk, clock: server.clock, botId: server.seeded.bot.accountId, restart };
    await runTimeline(stage, steps, { told: say, signal: ended });
    say('The timeline went as it should.');
    return true;
  } catch (error) {
    console.error(isExpected(error) || ended.aborted ? (error as Error).message : error);
    return false;
  }
}

function isExpected(error: unknown): boolean {
  return error instanceof FailedStep || error instanceof VecheStartError;
}

async function finish(code: number): Promise<void> {
  if (finishing) return;
  finishing = true;
  // A start that failed has cleaned up after itself.
  const emulator = await starting?.catch(() => undefined);
  await panel?.close();
  await emulator?.close();
  process.exit(code);
}
