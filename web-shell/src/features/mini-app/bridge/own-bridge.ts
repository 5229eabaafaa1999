import type { BridgeAnswer, BridgeWelcome, Language } from '@veche/contract';
import { BRIDGE_VERSION } from '@veche/contract/bridge-light';
import { VecheError } from '@veche/contract/light';
import type { Broker } from './broker.ts';
import { isRequest, readText } from './guards.ts';
import type { BridgeHost, Dialect } from './host.ts';

export interface OwnBridgeOptions {
  readonly host: Pick<BridgeHost, 'theme' | 'viewport'>;
  readonly broker: Broker;
  readonly language: Language;
  readonly launchData: string;
  /** False when the message is over the budget. */
  admit(): boolean;
  /** Posts the welcome with its port to the frame. */
  welcome(text: string, port: MessagePort): void;
}

export interface OwnBridge extends Dialect {
  /** Opens the one port of the launch. */
  open(nonce: string): void;
  close(): void;
}

/** The bridge of our own SDK: one port, JSON text, an answer for every request. */
export function createOwnBridge(options: OwnBridgeOptions): OwnBridge {
  const { host, broker, language, launchData, admit, welcome } = options;
  let port: MessagePort | null = null;
  const send = (message: object): void => port?.postMessage(JSON.stringify(message));

  const receive = async (data: unknown): Promise<void> => {
    if (!admit()) return;
    const message = readText(data);
    if (message === null) return;
    const { id } = message;
    try {
      if (!isRequest(message)) throw new VecheError('malformed', 'A request has id, method and params.');
      const result = await broker.callAny(message.method, message.params ?? {});
      send({ id: message.id, result: result as Record<string, unknown> } satisfies BridgeAnswer);
    } catch (error) {
      // An answer is owed to whoever can be answered.
      if (!Number.isSafeInteger(id)) return;
      send({ id: id as number, error: (error as VecheError).toBody() } satisfies BridgeAnswer);
    }
  };

  return {
    open(nonce) {
      const channel = new MessageChannel();
      port = channel.port1;
      port.onmessage = ({ data }) => void receive(data);
      const greeting: BridgeWelcome = {
        veche: 'welcome',
        version: BRIDGE_VERSION,
        nonce,
        capabilities: [...broker.capabilities],
        language,
        theme: host.theme(),
        viewport: host.viewport(),
        launchData,
      };
      welcome(JSON.stringify(greeting), channel.port2);
    },
    tell: (event, data) => send({ event, data }),
    close() {
      port?.close();
      port = null;
    },
  };
}
