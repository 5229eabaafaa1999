import type { CallSignal, IceSettings } from '@veche/contract';

type Said = CallSignal extends infer S ? (S extends CallSignal ? Omit<S, 'page'> : never) : never;
type Described = Extract<CallSignal, { kind: 'description' }>;

/** A connection that is gone for this long looks for another way. */
const RESTART_AFTER_MS = 3_000;

export interface Peer {
  heard(signal: CallSignal): void;
  /** Sends this track from now on; null: none of its kind. */
  send(kind: 'audio' | 'video', track: MediaStreamTrack | null): void;
  say(signal: Said): void;
  /** Looks for another way: the network changed, or what was said may be lost. */
  restart(): void;
  close(): void;
}

/**
 * One end of a connection, by perfect negotiation (W3C webrtc, section 10.7): the caller is the impolite one and lays out
 * the two lines, sound and picture, once; what is turned on and off later needs no new offer. A page of the other side
 * that is new begins anew.
 */
export function createPeer(options: {
  ice: IceSettings;
  isCaller: boolean;
  page: string;
  /** Settles when the server has it; they leave one after the other. */
  tell(signal: CallSignal): Promise<unknown>;
  stateChanged(state: RTCPeerConnectionState): void;
  received(stream: MediaStream): void;
  heardSends(sends: { microphone: boolean; camera: boolean }): void;
  /** The other side is there, and wants to know what this one sends. */
  met(): void;
}): Peer {
  const { ice, isCaller, page, tell } = options;
  const tracks: Record<string, MediaStreamTrack | null> = { audio: null, video: null };
  let connection: RTCPeerConnection | null = null;
  let farPage: string | null = null;
  let isOffering = false;
  let early: RTCIceCandidateInit[] = [];
  let incoming: Promise<unknown> = Promise.resolve();
  let outgoing: Promise<unknown> = Promise.resolve();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const say = (signal: Said): void => {
    outgoing = outgoing.then(() => tell({ ...signal, page } as CallSignal)).catch(() => undefined);
  };
  const sayDescription = ({ localDescription }: RTCPeerConnection): void => {
    if (localDescription === null || localDescription.type === 'rollback' || localDescription.type === 'pranswer')
      return;
    say({ kind: 'description', type: localDescription.type, sdp: localDescription.sdp });
  };
  const put = async (pc: RTCPeerConnection): Promise<void> => {
    for (const transceiver of pc.getTransceivers()) {
      transceiver.direction = 'sendrecv';
      await transceiver.sender.replaceTrack(tracks[transceiver.receiver.track.kind] ?? null);
    }
  };

  const begin = (): RTCPeerConnection => {
    clearTimeout(timer);
    connection?.close();
    early = [];
    const config: RTCConfiguration = {
      iceServers: ice.iceServers.map(({ urls, username = '', credential = '' }) => ({ urls, username, credential })),
      iceTransportPolicy: ice.relayOnly ? 'relay' : 'all',
    };
    const pc = (connection = new RTCPeerConnection(config));
    const stream = new MediaStream();
    pc.onicecandidate = ({ candidate }) => {
      if (candidate === null) return;
      say({ kind: 'candidate', candidate: candidate.candidate, mid: candidate.sdpMid, line: candidate.sdpMLineIndex });
    };
    pc.ontrack = ({ track }) => {
      stream.addTrack(track);
      options.received(stream);
    };
    pc.onnegotiationneeded = async () => {
      isOffering = true;
      try {
        await pc.setLocalDescription();
        sayDescription(pc);
      } finally {
        isOffering = false;
      }
    };
    pc.onconnectionstatechange = () => {
      if (pc !== connection) return;
      clearTimeout(timer);
      const { connectionState: state } = pc;
      options.stateChanged(state);
      if (state === 'failed') peer.restart();
      if (state === 'failed' || state === 'disconnected') timer = setTimeout(again, RESTART_AFTER_MS);
    };
    const again = () => {
      peer.restart();
      timer = setTimeout(again, RESTART_AFTER_MS * 2);
    };
    timer = setTimeout(again, RESTART_AFTER_MS * 2);
    if (isCaller) {
      for (const kind of ['audio', 'video']) pc.addTransceiver(tracks[kind] ?? kind, { direction: 'sendrecv' });
    }
    options.met();
    return pc;
  };

  const takeDescription = async ({ type, sdp, page: from }: Described): Promise<void> => {
    if (from !== farPage) {
      if (type === 'answer') return;
      farPage = from;
      begin();
    }
    const pc = connection ?? begin();
    const collides = type === 'offer' && (isOffering || pc.signalingState !== 'stable');
    if (isCaller && collides) return;
    if (type === 'answer' && pc.signalingState !== 'have-local-offer') return;
    await pc.setRemoteDescription({ type, sdp });
    for (const candidate of early.splice(0)) await pc.addIceCandidate(candidate).catch(() => undefined);
    if (type === 'answer') return;
    await put(pc);
    await pc.setLocalDescription();
    sayDescription(pc);
  };

  const take = async (signal: CallSignal): Promise<void> => {
    if (signal.kind === 'description') return takeDescription(signal);
    if (signal.kind === 'ready') {
      if (signal.page === farPage) return;
      farPage = signal.page;
      begin();
      if (!isCaller) say({ kind: 'ready' });
      return;
    }
    if (signal.page !== farPage || connection === null) return;
    if (signal.kind === 'sends') return options.heardSends(signal);
    const candidate = { candidate: signal.candidate, sdpMid: signal.mid, sdpMLineIndex: signal.line };
    if (connection.remoteDescription === null) early.push(candidate);
    // Of an offer that was passed over.
    else await connection.addIceCandidate(candidate).catch(() => undefined);
  };

  const peer: Peer = {
    heard(signal) {
      incoming = incoming.then(() => take(signal)).catch(() => undefined);
    },
    send(kind, track) {
      tracks[kind] = track;
      const sender = connection?.getTransceivers().find(({ receiver }) => receiver.track.kind === kind)?.sender;
      void sender?.replaceTrack(track).catch(() => undefined);
    },
    say,
    restart() {
      if (connection === null || (!isCaller && connection.remoteDescription === null)) say({ kind: 'ready' });
      else if (connection.signalingState === 'have-local-offer') sayDescription(connection);
      else connection.restartIce();
    },
    close() {
      clearTimeout(timer);
      connection?.close();
      connection = null;
    },
  };
  return peer;
}
