import { VecheError } from '@veche/contract';
import { VecheStartError } from '@veche/server/start-error';
import type { Call } from '../../call.ts';
import { readFolder } from '../../publish/bundle.ts';
import { explain } from '../../publish/words.ts';
import { watchApp } from './watch-app.ts';

/** An app under test, as the page shows it. */
export interface AppState {
  /** Null until it was published once. */
  readonly slug: string | null;
  /** How many contents of it were published. */
  readonly releases: number;
  /** Why the newest content is not the one that is open. */
  readonly failure: string | null;
}

export interface AppDesk {
  readonly state: AppState;
  /** Resolves with the first release, or rejects with the first failure, in words. */
  readonly first: Promise<void>;
  /** Called at each change of the state; answers what ends it. */
  follow(changed: () => void): () => void;
  stop(): Promise<void>;
}

/** Publishes what a folder holds to the throw-away server, and again whenever it changes. */
export function openAppDesk(
  folder: string,
  call: Call,
  { botName, say }: { botName: string; say: (line: string) => void },
): AppDesk {
  let state: AppState = { slug: null, releases: 0, failure: null };
  let open: string | null = null;
  let publishing = Promise.resolve();
  const followers = new Set<() => void>();
  const first = Promise.withResolvers<void>();
  first.promise.catch(() => undefined);

  const become = (next: Partial<AppState>): void => {
    state = { ...state, ...next };
    for (const changed of followers) changed();
  };
  const fail = (failure: string): void => {
    say(`The app was not published: ${failure}`);
    first.reject(new VecheStartError('With --once, that is the end.'));
    become({ failure });
  };
  const publish = async (): Promise<void> => {
    const began = performance.now();
    try {
      const { manifest, files } = readFolder(folder);
      const { app_id: slug, bot } = manifest;
      const { release } = await call('apps.publish', {
        // The bot that it names is another one here: the one under test.
        manifest: bot === undefined ? manifest : { ...manifest, bot: botName },
        files: files.map(({ path, content }) => ({ path, contentBase64: Buffer.from(content).toString('base64') })),
      });
      const isNew = release.releaseId !== open;
      open = release.releaseId;
      if (isNew)
        say(`${slug}: release ${state.releases + 1}, published in ${Math.round(performance.now() - began)} ms.`);
      become({ slug, failure: null, releases: state.releases + (isNew ? 1 : 0) });
      first.resolve();
    } catch (error) {
      if (!(error instanceof VecheError) && !(error instanceof Error)) throw error;
      fail(error instanceof VecheError ? explain(error) : error.message);
    }
  };
  const watching = watchApp(folder, {
    onNew: () => void (publishing = publishing.then(publish)),
    onFailure: fail,
  });

  return {
    get state() {
      return state;
    },
    first: first.promise,
    follow: (changed) => {
      followers.add(changed);
      return () => followers.delete(changed);
    },
    stop: async () => {
      await watching.stop();
      await publishing;
    },
  };
}
