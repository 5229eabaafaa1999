import { once } from 'node:events';
import { createServer } from 'node:net';
import { VecheStartError } from '@veche/server/start-error';

/**
 * The port that an argument names if nobody has it; any free one for 0. Addresses are settings, so ports must be known
 * before anybody listens. Throws VecheStartError.
 */
export async function freePort(argument = '--port', wanted = 0): Promise<number> {
  const probe = createServer();
  try {
    await once(probe.listen(wanted, '127.0.0.1'), 'listening');
  } catch (error) {
    throw new VecheStartError(`Port ${wanted} cannot be opened: choose another with ${argument}.`, { cause: error });
  }
  const address = probe.address();
  await once(probe.close(), 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}
