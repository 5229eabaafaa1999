// Loaded into the shell's page before its own script, in the emulator alone (framing.ts): sets how it looks, refuses
// questions in the person's place, and tells the page around it what apps ask.
import type { Look } from './screen.ts';

/** Written before this text. */
declare const given: Look & { panelOrigin: string };

/** What an app asked and was answered, as its page tells. */
export interface BridgeTold {
  readonly veche: 'bridge';
  readonly id: number;
  /** Of the question; absent with the answer. */
  readonly method?: string;
  /** JSON of parameters, result or error. */
  readonly text: string;
  readonly isRefused?: boolean;
}

let { refuses } = given;
if (given.language !== null) localStorage.setItem('veche.language', given.language);
if (given.scheme !== null) localStorage.setItem('veche.theme', given.scheme);
addEventListener('message', ({ source, origin, data }: MessageEvent<{ refuses?: unknown }>) => {
  if (source === parent && origin === given.panelOrigin && typeof data?.refuses === 'boolean') refuses = data.refuses;
});

const { showModal } = HTMLDialogElement.prototype;
HTMLDialogElement.prototype.showModal = function (this: HTMLDialogElement) {
  showModal.call(this);
  const root = this.getRootNode();
  const isQuestion = root instanceof ShadowRoot && root.host.localName === 'veche-platform-sheet';
  // What Escape does.
  if (isQuestion && refuses) setTimeout(() => this.dispatchEvent(new Event('cancel', { cancelable: true })));
};

const tell = (told: BridgeTold): void => parent.postMessage(told, given.panelOrigin);
const { postMessage } = MessagePort.prototype;
const heard = Object.getOwnPropertyDescriptor(MessagePort.prototype, 'onmessage');

/** Reads a text of the bridge; null for anything else that goes over a port. */
function read(data: unknown): Record<string, unknown> | null {
  if (typeof data !== 'string' || !data.startsWith('{')) return null;
  try {
    const message = JSON.parse(data) as Record<string, unknown>;
    return Number.isSafeInteger(message['id']) ? message : null;
  } catch {
    return null;
  }
}

MessagePort.prototype.postMessage = function (this: MessagePort, data: unknown, options?: object) {
  postMessage.call(this, data, options);
  const message = read(data);
  if (message === null || !('result' in message || 'error' in message)) return;
  const { id, result, error } = message;
  tell({ veche: 'bridge', id: id as number, text: JSON.stringify(error ?? result), isRefused: error !== undefined });
};
Object.defineProperty(MessagePort.prototype, 'onmessage', {
  ...heard,
  set(this: MessagePort, listener: ((event: MessageEvent) => void) | null) {
    heard?.set?.call(this, (event: MessageEvent) => {
      const message = read(event.data);
      const { id, method, params } = message ?? {};
      if (typeof method === 'string')
        tell({ veche: 'bridge', id: id as number, method, text: JSON.stringify(params ?? {}) });
      listener?.call(this, event);
    });
  },
});
