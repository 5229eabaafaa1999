import { setTimeout as sleep } from 'node:timers/promises';
import { createMarkCounter, createMarkReader, markedText } from './marks.ts';

/** A connected participant, whatever the protocol. */
export interface ChatClient {
  /** Says a text where this client belongs: in the room, or to its peer. */
  say(text: string): void;
  /** Hands on every byte that arrives from now on; one listener at a time. */
  listen(hear: (bytes: Buffer) => void): void;
  close(): void;
}

/** Clients in their seats; the first ones send. */
export interface Crowd {
  readonly clients: readonly ChatClient[];
  /** The first seat whose hearing counts as a delivery; all after it count too. */
  readonly firstListener: number;
  /** The seat where a sender's message must arrive before it counts as accepted. */
  echoSeat(sender: number): number;
}

/** Either a number of messages under way for each sender, or a steady rate over all of them. */
export type Phase = { readonly senders: number; readonly seconds: number } & (
  { readonly inFlight: number } | { readonly perSecond: number }
);

export interface PhaseResult {
  readonly acceptedPerSecond: number;
  readonly deliveriesPerSecond: number;
  /** From the send to the arrival, at every tenth seat and at the echo seats. */
  readonly latenciesMs: readonly number[];
  readonly cpuMicrosPerDelivery: number;
  /** Messages of the phase that came back, warm-up and stragglers included. */
  readonly acceptedTotal: number;
}

const WARM_UP_MS = 2_000;
const STRAGGLERS_MS = 30_000;
const SAMPLED_SEATS = 10;
let phases = 0;

/** Plays one phase and measures what happens after its warm-up. `cpu` reads the server's processor time so far. */
export async function playPhase(crowd: Crowd, phase: Phase, cpu: () => number): Promise<PhaseResult> {
  const { clients, firstListener } = crowd;
  phases += 1;
  const ours = phases;
  const latenciesMs: number[] = [];
  let [accepted, acceptedTotal, deliveries, sent] = [0, 0, 0, 0];
  let isMeasured = false;
  let isOver = false;

  const say = (sender: number): void => {
    sent += 1;
    clients[sender]?.say(markedText(ours, sender));
  };
  const echoSeats = new Set(Array.from({ length: phase.senders }, (_, sender) => crowd.echoSeat(sender)));
  clients.forEach((client, seat) => {
    const isListener = seat >= firstListener;
    if (!echoSeats.has(seat) && seat % SAMPLED_SEATS !== 0)
      return client.listen(createMarkCounter((count) => void (isMeasured && isListener && (deliveries += count))));
    const isSampled = isListener && seat % SAMPLED_SEATS === 0;
    client.listen(
      createMarkReader((of, sender, sentAt) => {
        if (of !== ours) return;
        if (isMeasured && isListener) deliveries += 1;
        if (isMeasured && isSampled) latenciesMs.push(performance.now() - sentAt);
        if (crowd.echoSeat(sender) !== seat) return;
        acceptedTotal += 1;
        if (isMeasured) accepted += 1;
        if ('inFlight' in phase && !isOver) say(sender);
      }),
    );
  });

  if ('inFlight' in phase)
    for (let sender = 0; sender < phase.senders; sender += 1)
      for (let count = 0; count < phase.inFlight; count += 1) say(sender);
  const offering = 'perSecond' in phase ? offer(phase, say, () => isOver) : undefined;

  await sleep(WARM_UP_MS);
  const cpuBefore = cpu();
  const start = performance.now();
  isMeasured = true;
  await sleep(phase.seconds * 1000);
  isMeasured = false;
  const elapsed = (performance.now() - start) / 1000;
  const cpuSpent = cpu() - cpuBefore;
  isOver = true;
  await offering;
  const deadline = performance.now() + STRAGGLERS_MS;
  while (acceptedTotal < sent && performance.now() < deadline) await sleep(20);
  // The last message is still on its way to the other seats.
  await sleep(200);
  for (const client of clients) client.listen(() => undefined);
  return {
    acceptedPerSecond: accepted / elapsed,
    deliveriesPerSecond: deliveries / elapsed,
    latenciesMs,
    cpuMicrosPerDelivery: cpuSpent / deliveries,
    acceptedTotal,
  };
}

/** Sends at a steady rate, whatever comes back, from one sender after another. */
async function offer(
  { senders, perSecond }: { senders: number; perSecond: number },
  say: (sender: number) => void,
  isOver: () => boolean,
): Promise<void> {
  const start = performance.now();
  for (let sent = 0; !isOver();) {
    const due = Math.floor(((performance.now() - start) / 1000) * perSecond);
    for (; sent < due; sent += 1) say(sent % senders);
    await sleep(2);
  }
}
