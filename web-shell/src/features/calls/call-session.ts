import { type ReadonlySignal, signal } from '@preact/signals-core';
import type { Call, CallMedia, ChatId, ClientId, IceSettings } from '@veche/contract';
import { errorWords } from '../../state/error-words.ts';
import type { MessageKey } from '../../i18n/words.ts';
import type { Shell } from '../../state/shell.ts';
import type { CallFrame } from '../../sync/connection.ts';
import { openCamera, openMicrophone } from './devices.ts';
import { createHold } from './hold.ts';
import { createPeer, type Peer } from './peer.ts';

const KEEP_EVERY_MS = 15_000;
/** Nobody is held in a call without a connection. */
const GIVE_UP_MS = 45_000;
/** How long it is said why a call is over. */
const OVER_MS = 4_000;

/** `unfinished`: another page had it, such as this one before it was loaded anew. */
export type Phase = 'incoming' | 'calling' | 'connecting' | 'talking' | 'reconnecting' | 'unfinished' | 'over';

/** The call of this page, and what is done about it. */
export interface CallSession {
  readonly call: ReadonlySignal<Call | null>;
  readonly phase: ReadonlySignal<Phase>;
  /** Why it is over. */
  readonly why: ReadonlySignal<MessageKey | null>;
  readonly trouble: ReadonlySignal<MessageKey | null>;
  /** Of the tabs of a browser this is the one that makes itself heard. */
  readonly isLoud: ReadonlySignal<boolean>;
  /** The microphone is there and on. */
  readonly isHeard: ReadonlySignal<boolean>;
  readonly camera: ReadonlySignal<MediaStreamTrack | null>;
  readonly far: ReadonlySignal<MediaStream | null>;
  readonly farSends: ReadonlySignal<{ readonly microphone: boolean; readonly camera: boolean }>;
  start(chatId: ChatId, media: CallMedia): Promise<void>;
  accept(withCamera: boolean): Promise<void>;
  /** Goes on with what another page left. */
  resume(): Promise<void>;
  decline(): void;
  hangUp(): void;
  silence(): void;
  toggleMicrophone(): Promise<void>;
  toggleCamera(): Promise<void>;
  switchCamera(): Promise<void>;
  chooseMicrophone(deviceId: string): Promise<void>;
  heard(frame: CallFrame): void;
  /** Asks how things stand: with each new connection. */
  look(): Promise<void>;
  /** The network changed. */
  restart(): void;
}

export function createCallSession(shell: Shell): CallSession {
  const { client, notices, words } = shell;
  const call = signal<Call | null>(null);
  const phase = signal<Phase>('over');
  const why = signal<MessageKey | null>(null);
  const trouble = signal<MessageKey | null>(null);
  const isLoud = signal(false);
  const microphone = signal<MediaStreamTrack | null>(null);
  const camera = signal<MediaStreamTrack | null>(null);
  const isHeard = signal(false);
  const far = signal<MediaStream | null>(null);
  const farSends = signal({ microphone: true, camera: false });
  /** This page began or answered the call. */
  let isMine = false;
  let peer: Peer | null = null;
  /** Known once this page has the call. */
  let ice: IceSettings | null = null;
  let facing: 'user' | 'environment' = 'user';
  let keeping: ReturnType<typeof setInterval> | undefined;
  let givingUp: ReturnType<typeof setTimeout> | undefined;
  let clearing: ReturnType<typeof setTimeout> | undefined;
  const hold = createHold(() => {
    isLoud.value = false;
    if (isMine) leave('calls.endedElsewhere');
  });

  const placeOf = ({ chatId, callId }: Call) => ({ chatId, callId });
  const stopTrack = (held: typeof microphone): void => {
    held.peek()?.stop();
    held.value = null;
  };
  const leave = (reason: MessageKey): void => {
    clearInterval(keeping);
    clearTimeout(givingUp);
    peer?.close();
    peer = null;
    isMine = false;
    isLoud.value = false;
    hold.release();
    stopTrack(microphone);
    stopTrack(camera);
    isHeard.value = false;
    ice = null;
    far.value = null;
    trouble.value = null;
    why.value = reason;
    phase.value = 'over';
    clearTimeout(clearing);
    clearing = setTimeout(() => {
      if (phase.peek() === 'over') call.value = null;
    }, OVER_MS);
  };
  const begin = (next: Call, nextPhase: Phase): void => {
    clearTimeout(clearing);
    why.value = null;
    farSends.value = { microphone: true, camera: next.media === 'video' };
    call.value = next;
    phase.value = nextPhase;
  };

  const tellSends = (): void =>
    peer?.say({ kind: 'sends', microphone: isHeard.peek(), camera: camera.peek() !== null });
  const giveUpLater = (): void => {
    clearTimeout(givingUp);
    givingUp = setTimeout(() => {
      const held = call.peek();
      if (held !== null) void client.call('calls.end', placeOf(held)).catch(() => undefined);
      leave('calls.endedLost');
    }, GIVE_UP_MS);
  };
  /** The call is answered: finds the way to the other device. */
  const connect = (answered: Call): void => {
    if (peer !== null || ice === null) return;
    phase.value = 'connecting';
    giveUpLater();
    const place = placeOf(answered);
    peer = createPeer({
      ice,
      isCaller: answered.direction === 'outgoing',
      page: crypto.randomUUID(),
      tell: (said) => client.call('calls.signal', { ...place, signal: said }),
      received: (stream) => (far.value = stream),
      heardSends: (sends) => (farSends.value = { microphone: sends.microphone, camera: sends.camera }),
      met: tellSends,
      stateChanged(state) {
        if (state === 'connected') {
          clearTimeout(givingUp);
          tellSends();
          phase.value = 'talking';
        } else if ((state === 'disconnected' || state === 'failed') && phase.peek() === 'talking') {
          phase.value = 'reconnecting';
          giveUpLater();
        }
      },
    });
    peer.send('audio', microphone.peek());
    peer.send('video', camera.peek());
    peer.say({ kind: 'ready' });
  };
  const keep = (): void => {
    clearInterval(keeping);
    keeping = setInterval(() => {
      const held = call.peek();
      if (held === null) return;
      client.call('calls.keep', placeOf(held)).then(
        ({ call: told }) => stands(told),
        () => undefined,
      );
    }, KEEP_EVERY_MS);
  };
  const turnOn = async (kind: 'audio' | 'video', deviceId?: string): Promise<void> => {
    const held = kind === 'audio' ? microphone : camera;
    const caught = await (kind === 'audio' ? openMicrophone(deviceId) : openCamera(facing));
    if ('trouble' in caught) {
      trouble.value = caught.trouble;
      return;
    }
    // The call may be over by now.
    if (!isMine) return caught.track.stop();
    trouble.value = null;
    held.peek()?.stop();
    held.value = caught.track;
    if (kind === 'audio') isHeard.value = true;
    peer?.send(kind, caught.track);
    tellSends();
  };
  const openDevices = async (withCamera: boolean): Promise<void> => {
    await turnOn('audio');
    if (withCamera && isMine) await turnOn('video');
  };

  /** What is told of a call, of whichever moment. */
  const stands = (told: Call): void => {
    const held = call.peek();
    const isSame = held !== null && held.callId === told.callId && phase.peek() !== 'over';
    if (told.state === 'ended') {
      if (isSame) leave(endWords(told));
      return;
    }
    if (!isSame) {
      if (isMine || told.state !== 'ringing' || told.direction !== 'incoming') return;
      begin(told, 'incoming');
      void hold.offer().then((isOne) => {
        if (call.peek()?.callId === told.callId && phase.peek() === 'incoming') isLoud.value = isOne;
      });
      return;
    }
    call.value = told;
    if (told.state !== 'active') return;
    if (isMine) connect(told);
    else if (phase.peek() === 'incoming') leave('calls.endedElsewhere');
  };
  const failed = (error: unknown): void => {
    notices.show(errorWords(words, error));
    leave('calls.endedLost');
    call.value = null;
  };

  const session: CallSession = {
    ...{ call, phase, why, trouble, isLoud, isHeard, camera, far, farSends },
    async start(chatId, media) {
      const there = phase.peek() === 'over' ? null : call.peek();
      // Calling back who is calling is answering.
      if (there?.chatId === chatId && phase.peek() === 'incoming') return session.accept(media === 'video');
      if (isMine || there !== null) return;
      isMine = true;
      await hold.take();
      void openDevices(media === 'video');
      try {
        const clientId = crypto.randomUUID() as ClientId;
        const answer = await client.call('calls.start', { chatId, clientId, media });
        ice = answer.ice;
        begin(answer.call, 'calling');
        keep();
        stands(answer.call);
      } catch (error) {
        failed(error);
      }
    },
    async accept(withCamera) {
      const asked = call.peek();
      if (asked === null || isMine) return;
      isMine = true;
      isLoud.value = false;
      phase.value = 'connecting';
      await hold.take();
      void openDevices(withCamera);
      try {
        const answer = await client.call('calls.accept', placeOf(asked));
        ice = answer.ice;
        keep();
        stands(answer.call);
      } catch (error) {
        if ((error as { code?: string }).code === 'conflict') leave('calls.endedElsewhere');
        else failed(error);
      }
    },
    async resume() {
      const left = call.peek();
      if (left === null || isMine) return;
      isMine = true;
      phase.value = left.state === 'ringing' ? 'calling' : 'connecting';
      void openDevices(left.media === 'video');
      keep();
      await session.look();
    },
    decline() {
      const asked = call.peek();
      if (asked === null) return;
      leave('calls.endedDeclined');
      call.value = null;
      client.call('calls.decline', placeOf(asked)).catch(failed);
    },
    hangUp() {
      const held = call.peek();
      if (held === null) return;
      const wasCalling = phase.peek() === 'calling';
      leave(wasCalling ? 'calls.endedCancelled' : 'calls.endedAnswered');
      client.call('calls.end', placeOf(held)).catch(() => undefined);
    },
    silence() {
      isLoud.value = false;
    },
    async toggleMicrophone() {
      const track = microphone.peek();
      if (track === null || track.readyState === 'ended') return turnOn('audio');
      // Not stopped: headsets would change their way of sounding with each press.
      isHeard.value = track.enabled = !track.enabled;
      tellSends();
    },
    async toggleCamera() {
      if (camera.peek() === null) return turnOn('video');
      stopTrack(camera);
      peer?.send('video', null);
      tellSends();
    },
    async switchCamera() {
      facing = facing === 'user' ? 'environment' : 'user';
      await turnOn('video');
    },
    chooseMicrophone: (deviceId) => turnOn('audio', deviceId),
    heard(frame) {
      if (frame.t === 'ring') return stands(frame.call);
      if (isMine && frame.callId === call.peek()?.callId) peer?.heard(frame.signal);
    },
    async look() {
      const answer = await client.call('calls.current', {}).catch(() => null);
      if (answer === null) return;
      const held = call.peek();
      if (answer.call === undefined) {
        if (held !== null && phase.peek() !== 'over') leave('calls.endedAnswered');
        return;
      }
      if (answer.ice !== undefined) ice = answer.ice;
      // Of this device, but of no page any more.
      if (!isMine && answer.ice !== undefined && held?.callId !== answer.call.callId && (await hold.offer())) {
        begin(answer.call, 'unfinished');
        return;
      }
      stands(answer.call);
      if (phase.peek() !== 'talking') peer?.restart();
    },
    restart: () => peer?.restart(),
  };
  return session;
}

const outcomes = {
  answered: 'calls.endedAnswered',
  missed: 'calls.endedMissed',
  declined: 'calls.endedDeclined',
  busy: 'calls.endedBusy',
  cancelled: 'calls.endedCancelled',
} as const;

function endWords({ outcome }: Call): MessageKey {
  return outcomes[outcome ?? 'answered'];
}
