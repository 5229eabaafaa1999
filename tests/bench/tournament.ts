import { setTimeout as sleep } from 'node:timers/promises';
import { type BenchContext, median, percentile, round } from './bench.ts';
import { type Contender, createContenders, type Scene } from './contenders.ts';
import { type Phase, type PhaseResult, playPhase } from './load/phase.ts';

/** Phases that follow each other on one process; each group gets a fresh one. */
export type Program = readonly Readonly<Record<string, Phase>>[];

interface Round extends PhaseResult {
  readonly residentBytes: number;
}

const ARCHIVING_MS = 15_000;

/**
 * Plays a program against ours and the installed peers, rounds interleaved, and answers medians: figures named
 * `<server><Phase><What>`, and for each peer and phase how many times its deliveries ours are, and its p99.
 */
export async function playTournament(
  context: BenchContext,
  options: {
    readonly scene: Scene;
    readonly people: number;
    readonly rounds: number;
    readonly program: Program;
    /** The phase whose ratios carry no name of a phase. */
    readonly headline: string;
  },
) {
  const { scene, people, rounds, program, headline } = options;
  const contenders = await createContenders(context);
  const results = new Map<string, Round[]>();
  const archive = new Map<Contender, { accepted: number; stored: number }>();
  for (let count = 0; count < rounds; count += 1) {
    // Nobody is always first.
    for (const contender of [
      ...contenders.slice(count % contenders.length),
      ...contenders.slice(0, count % contenders.length),
    ]) {
      for (const phases of program) {
        const arena = await contender.open(scene, people);
        const storedBefore = await contender.archived(scene);
        let accepted = 0;
        for (const [name, phase] of Object.entries(phases)) {
          const result = await playPhase(arena.crowd, phase, arena.cpuMicros);
          const key = `${contender.name} ${name}`;
          results.set(key, [...(results.get(key) ?? []), { ...result, residentBytes: arena.residentBytes() }]);
          accepted += result.acceptedTotal;
          context.say(describe(`${count + 1}/${rounds} ${key}`, result));
        }
        const kept = archive.get(contender) ?? { accepted: 0, stored: 0 };
        kept.accepted += accepted;
        kept.stored += (await untilArchived(contender, scene, storedBefore + accepted)) - storedBefore;
        archive.set(contender, kept);
        await arena.close();
      }
    }
  }

  const phases = program.flatMap((group) => Object.keys(group));
  const offered = new Set(
    program.flatMap((group) => Object.entries(group).flatMap(([name, phase]) => ('perSecond' in phase ? [name] : []))),
  );
  const figures: Record<string, number> = {};
  const ratios: Record<string, number> = {};
  const middle = (name: string, phase: string, pick: (one: Round) => number) =>
    median((results.get(`${name} ${phase}`) ?? []).map(pick));
  for (const contender of contenders) {
    const { name } = contender;
    for (const phase of phases) {
      const say = (what: string, pick: (one: Round) => number) =>
        (figures[`${name}${capital(phase)}${what}`] = round(middle(name, phase, pick)));
      say('AcceptedPerSecond', (one) => one.acceptedPerSecond);
      say('DeliveriesPerSecond', (one) => one.deliveriesPerSecond);
      say('P50Ms', (one) => percentile(one.latenciesMs, 0.5));
      say('P99Ms', p99);
      say('CpuMicrosPerDelivery', (one) => one.cpuMicrosPerDelivery);
      say('ResidentMegabytes', (one) => one.residentBytes / 1e6);
      if (name === 'veche') continue;
      // The main phase gives the ratios their plain names. At a steady rate deliveries are as many as were offered.
      const where = phase === headline ? '' : capital(phase);
      const deliveries = (one: string) => middle(one, phase, (result) => result.deliveriesPerSecond);
      if (!offered.has(phase)) ratios[`${name}${where}`] = round(deliveries('veche') / deliveries(name));
      ratios[`p99${name}${where}`] = round(middle(name, phase, p99) / middle('veche', phase, p99));
    }
    const { accepted, stored } = archive.get(contender) ?? { accepted: 0, stored: 0 };
    figures[`${name}ArchivedShare`] = stored / accepted;
    if (stored < accepted) context.say(`${name} delivered ${accepted} messages and keeps only ${stored} of them`);
  }
  return { figures, ratios };
}

/** Messages in the archive, once all that were delivered are there or enough was waited: peers archive later. */
async function untilArchived(contender: Contender, scene: Scene, expected: number): Promise<number> {
  const deadline = performance.now() + ARCHIVING_MS;
  let stored = await contender.archived(scene);
  while (stored < expected && performance.now() < deadline) {
    await sleep(200);
    stored = await contender.archived(scene);
  }
  return stored;
}

function p99(one: PhaseResult): number {
  return percentile(one.latenciesMs, 0.99);
}

function describe(what: string, result: PhaseResult): string {
  const { acceptedPerSecond, deliveriesPerSecond, latenciesMs, cpuMicrosPerDelivery } = result;
  const [p50, worst] = [percentile(latenciesMs, 0.5), p99(result)].map(round);
  return `${what.padEnd(24)} ${round(acceptedPerSecond)} accepted/s, ${round(deliveriesPerSecond)} deliveries/s, p50 ${p50} ms, p99 ${worst} ms, ${round(cpuMicrosPerDelivery)} us of processor each`;
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
