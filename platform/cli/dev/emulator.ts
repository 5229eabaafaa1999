import { join } from 'node:path';
import { type AppDesk, openAppDesk } from './app/app-desk.ts';
import { type BotProgram, runBotProgram } from './bot-program.ts';
import { type AnsweredBotCall, createDoors } from './doors.ts';
import { inherited } from './environment.ts';
import { createFaultDesk, type FaultDesk } from './faults/desk.ts';
import { framedBy } from './panel/framing.ts';
import { createScreen, type Screen } from './panel/screen.ts';
import { makeThrowAwayFolder } from './folder.ts';
import { createScene, type Scene } from './scene.ts';
import { type DevServer, face, startDevServer } from './server.ts';

export interface Emulator {
  readonly server: DevServer;
  readonly scene: Scene;
  readonly desk: FaultDesk;
  /** Null where there is an app alone. */
  readonly program: BotProgram | null;
  /** Null where there is a bot alone. */
  readonly app: AppDesk | null;
  /** How the person's messenger looks and behaves. */
  readonly screen: Screen;
  /** The latest calls of the bot, the oldest first. */
  calls(): readonly AnsweredBotCall[];
  /** Resolves when the program has called for the first time; rejects when it ended before. */
  readonly called: Promise<void>;
  /** Aborted when the program, or the database, ends by itself. */
  readonly ended: AbortSignal;
  /** Ends the program and the server, and deletes what they kept. */
  close(): Promise<void>;
}

const KEPT_CALLS = 300;

/** Starts the server on a throw-away database, its people, the program of a bot and an app. Throws VecheStartError. */
export async function startEmulator({
  file,
  appFolder = null,
  port,
  env = [],
  panelOrigin = null,
  builds,
  say,
}: {
  /** The program of the bot; null: none. */
  readonly file: string | null;
  /** Where the app's `app.json` is. */
  readonly appFolder?: string | null;
  readonly port: number;
  /** Variables of our environment that the program gets, too. */
  readonly env?: readonly string[];
  /** Where the page stands that shows the shell in a frame. */
  readonly panelOrigin?: string | null;
  /** What is built meanwhile, the sample mini-apps among it; they are published after it. */
  readonly builds?: Promise<unknown>;
  readonly say: (line: string) => void;
}): Promise<Emulator> {
  const folder = makeThrowAwayFolder();
  const desk = createFaultDesk();
  const calls: AnsweredBotCall[] = [];
  let server: DevServer | undefined;
  const ending = new AbortController();
  const first = Promise.withResolvers<void>();
  const end = (reason: string): void => {
    const error = new Error(reason);
    ending.abort(error);
    first.reject(error);
  };
  // Whoever does not wait for it hears of the end by the signal.
  first.promise.catch(() => undefined);
  const doors = createDoors(desk, {
    now: () => server?.clock.now() ?? new Date(),
    onCall: (call) => {
      calls.push(call);
      if (calls.length > KEPT_CALLS) calls.shift();
      first.resolve();
    },
  });
  const screen = createScreen();
  const around = panelOrigin === null ? doors : framedBy(panelOrigin, screen, doors);
  let program: BotProgram | null = null;
  let app: AppDesk | null = null;
  const close = async (): Promise<void> => {
    await app?.stop();
    await program?.stop();
    await server?.close();
    await folder.remove();
  };
  try {
    server = await startDevServer({
      folder: folder.path,
      ...{ port, around, builds },
      onDatabaseEnd: (error) => end(error.message),
    });
    const scene = await createScene(server.directUrl, server.seeded);
    if (file === null) first.resolve();
    else
      program = runBotProgram({
        file,
        env: { ...inherited(process.env, env), ...settingsOf(server, folder.path) },
        onEnd: (how) => {
          say(`The program of the bot ended by itself (${how}); it starts anew when its file changes.`);
          end(`The program of the bot ended by itself (${how}).`);
        },
        onRestart: () => say('The program of the bot starts anew.'),
      });
    if (appFolder !== null) app = openAppDesk(appFolder, scene.as('dmitry'), { botName: face.username, say });
    const { promise: called } = first;
    return { server, scene, desk, program, app, screen, calls: () => calls, called, ended: ending.signal, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What the program finds in its environment. */
function settingsOf({ directUrl: url, maxUrl, seeded }: DevServer, folder: string): Record<string, string> {
  return {
    BOT_TOKEN: seeded.bot.token,
    // Our own API and the Telegram dialect share a port.
    API_ROOT: url,
    TELEGRAM_API_ROOT: url,
    MAX_API_ROOT: maxUrl,
    STATE_FILE: join(folder, 'bot-state.json'),
  };
}
