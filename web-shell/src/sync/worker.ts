import { browserPorts } from './browser-ports.ts';
import { startEngine } from './engine.ts';
import type { FromEngine, ToEngine } from './wire.ts';

// The DOM's types describe a page; a worker's global scope posts without a target origin.
const scope = globalThis as unknown as {
  postMessage(message: FromEngine): void;
  onmessage: ((event: MessageEvent<ToEngine>) => void) | null;
};
const engine = startEngine(browserPorts(), (message) => scope.postMessage(message));
scope.onmessage = ({ data }) => engine.receive(data);
