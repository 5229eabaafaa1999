import { type Bench, median, percentile, round } from '../bench.ts';
import { callsPerSecond, type Contender } from '../load/calls.ts';
import { workThrough } from '../pool.ts';
import { setStage, type Stage } from '../shell/stage.ts';
import { buildProbeApp, bundleOf, startBareServer, APP } from './probe-app.ts';
import { bareHost, openApp, openedFrame, shellHost } from './windows.ts';

const SLOWER = 4;
/** Under the budget of the bridge. */
const PAUSE_MS = 25;
/** The ledger takes sixty entries an hour of one person and app. */
const READERS = 1_000;

/** Mini-apps in the shell, beside a bare page with the same app in a frame and a bare server of files. */
export const miniApps: Bench = {
  name: 'mini-apps',
  about: 'mini-apps: opening, round trips of the bridge, files a second, the price of a checked permission',
  run: async (context) => {
    const { size, say } = context;
    const isQuick = size === 'quick';
    const figures: Record<string, number> = {};
    const note = (more: Record<string, number>) => {
      for (const [name, value] of Object.entries(more)) {
        figures[name] = round(value);
        say(`${name} ${round(value)}`);
      }
    };

    const stage = await setStage(context, isQuick ? 100 : READERS);
    const [developer, person] = [stage.people[0]!, stage.people[1]!];
    const folder = await buildProbeApp(context);
    const scopes = [{ scope: 'language' as const, purpose: { ru: 'Для замера', en: 'To measure' }, retention_days: 1 }];
    const bundle = bundleOf(folder);
    await stage.veche.call(developer, 'apps.publish', { ...bundle, manifest: { ...bundle.manifest, scopes } });
    const bare = await startBareServer(context, folder);

    const shell = await stage.open(person);
    await shell.go('/apps');
    const plain = await stage.open(person);
    await plain.page.goto(`http://localhost:${bare.port}/around`);
    const sides = [
      { name: 'shell', opened: shell, host: shellHost(shell) },
      { name: 'bare', opened: plain, host: bareHost(plain) },
    ];

    const times = isQuick ? 2 : 11;
    const openings: Record<string, { paintedMs: number; answeredMs: number }> = {};
    for (const isCold of [true, false])
      for (const { name, opened, host } of sides) {
        const kind = `${isCold ? 'cold' : 'warm'}${name === 'shell' ? '' : 'Bare'}`;
        const one = await openApp(opened, host, { times, isCold, slower: SLOWER });
        openings[kind] = one;
        note({ [`${kind}FirstPaint4xMs`]: one.paintedMs, [`${kind}Answered4xMs`]: one.answeredMs });
      }

    const trips: Record<string, number[]> = { shell: [], bare: [] };
    const frames = [];
    for (const { name, opened, host } of sides) {
      await host.press();
      frames.push({ name, frame: await openedFrame(opened.page, host) });
    }
    for (let turn = 0; turn < (isQuick ? 1 : 5); turn += 1)
      for (const { name, frame } of turn % 2 === 0 ? frames : frames.toReversed()) {
        const more = await frame.evaluate(([count, pause]) => window.appProbe.roundTrips(count, pause), [
          isQuick ? 40 : 400,
          PAUSE_MS,
        ] as const);
        trips[name]!.push(...more);
      }
    const [ours, echo] = [trips.shell!, trips.bare!];
    note({
      roundTripP50Ms: median(ours),
      roundTripP99Ms: percentile(ours, 0.99),
      echoP50Ms: median(echo),
      echoP99Ms: percentile(echo, 0.99),
    });

    await shell.close();
    await plain.close();
    say('giving grants');
    const readers = await grantAll(stage);

    const script = bundle.files.map(({ path }) => path).find((path) => path.endsWith('.js'))!;
    const pids = [stage.veche.pid, stage.database.pid];
    const host = `${APP.slug}.apps.localhost:${stage.veche.port}`;
    const contenders: readonly Contender[] = [
      { name: 'page', port: stage.veche.port, pids, send: (client) => client.get('/', { host }) },
      { name: 'file', port: stage.veche.port, pids, send: (client) => client.get(`/${script}`, { host }) },
      { name: 'bareFile', port: bare.port, pids: [bare.pid], send: (client) => client.get(`/${script}`) },
      {
        name: 'attribute',
        port: stage.veche.port,
        pids,
        send: (client, place) => {
          const { launchId, authorization } = readers[place % readers.length]!;
          return client.post('/api/people.getAttributes', { launchId, scope: 'language' }, { authorization });
        },
      },
      {
        name: 'ownAccount',
        port: stage.veche.port,
        pids,
        send: (client, place) =>
          client.post('/api/identity.me', {}, { authorization: readers[place % readers.length]!.authorization }),
      },
    ];
    const rate = await callsPerSecond(contenders, isQuick ? { rounds: 1, seconds: 1 } : { rounds: 5, seconds: 3 });
    note({
      pagesPerSecond: rate.page!,
      filesPerSecond: rate.file!,
      bareFilesPerSecond: rate.bareFile!,
      attributesPerSecond: rate.attribute!,
      ownAccountPerSecond: rate.ownAccount!,
      permissionCheckMicros: 1e6 / rate.attribute! - 1e6 / rate.ownAccount!,
    });
    return {
      figures,
      ratios: {
        bareColdFirstPaint: round(openings.coldBare!.paintedMs / openings.cold!.paintedMs),
        bareWarmFirstPaint: round(openings.warmBare!.paintedMs / openings.warm!.paintedMs),
        bareColdAnswered: round(openings.coldBare!.answeredMs / openings.cold!.answeredMs),
        bareWarmAnswered: round(openings.warmBare!.answeredMs / openings.warm!.answeredMs),
        postMessage: round(median(echo) / median(ours)),
        postMessageP99: round(percentile(echo, 0.99) / percentile(ours, 0.99)),
        staticServer: round(rate.file! / rate.bareFile!),
        unchecked: round(rate.attribute! / rate.ownAccount!),
      },
    };
  },
};

interface Reader {
  readonly launchId: string;
  readonly authorization: string;
}

/** Everyone opens the app and lets it read the language until they take it back. */
async function grantAll({ veche, people }: Stage): Promise<Reader[]> {
  const readers: Reader[] = [];
  await workThrough(people, 16, async (reader) => {
    const { launchId } = await veche.call(reader, 'apps.launch', { app: APP.slug });
    await veche.call(reader, 'grants.give', { launchId, scope: 'language', duration: 'untilRevoked' });
    readers.push({ launchId, authorization: `Bearer ${reader.token}` });
  });
  return readers;
}
