import type { MessageLike, Surroundings } from '../../mini-app-sdk/src/connect.ts';
import { isHello, readText } from '../../web-shell/src/features/mini-app/bridge/guards.ts';
import { createOwnBridge } from '../../web-shell/src/features/mini-app/bridge/own-bridge.ts';
import { type RecordingShell, recordingShell } from './recording-shell.ts';

const origin = 'https://shell.test';

/** The shell's own bridge and broker, in front of an app that has no page around it. */
export function shellBridge(launchData: string): { shell: RecordingShell; surroundings: Surroundings; close(): void } {
  const shell = recordingShell();
  const listeners = new Set<(event: MessageLike) => void>();
  const bridge = createOwnBridge({
    ...{ host: shell.host, broker: shell.broker, language: 'ru', launchData },
    admit: () => true,
    welcome: (data, port) => {
      for (const listener of listeners) listener({ data, origin, source: parent, ports: [port] });
    },
  });
  shell.hear = (event, data) => bridge.tell(event as 'scanner.found', data as { text: string });
  const parent: Surroundings['parent'] = {
    postMessage: (text) => {
      const hello = readText(text);
      if (hello !== null && isHello(hello)) setTimeout(() => bridge.open(hello.nonce));
    },
  };
  const surroundings: Surroundings = {
    hash: `#vecheNonce=${'n'.repeat(24)}&vecheHost=${encodeURIComponent(origin)}`,
    parent,
    self: {
      addEventListener: (_type, listener) => void listeners.add(listener),
      removeEventListener: (_type, listener) => void listeners.delete(listener),
    },
  };
  return { shell, surroundings, close: bridge.close };
}
