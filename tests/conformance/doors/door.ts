import { VecheError } from '@veche/contract';
import { callHttp } from '../../support/http.ts';
import { openSocket } from '../../support/socket.ts';

/** A call as one door takes it; refusals come as VecheError. */
export type DoorCall = (method: string, input: unknown) => Promise<unknown>;

/** A way into the server. The same cases are run through each. */
interface Door {
  readonly name: string;
  /** A caller who comes with a token, or with none. */
  enter(url: string, token?: string): Promise<DoorCall>;
}

const overHttp: Door = {
  name: 'HTTP',
  enter: (url, token) => Promise.resolve((method, input) => callHttp(url, method, input, token)),
};

const overWebSocket: Door = {
  name: 'WebSocket',
  enter: async (url, token) => {
    const socket = await openSocket(url, token === undefined ? {} : { token });
    if (token !== undefined) {
      const hello = await Promise.race([socket.frame('ready'), socket.frame('err')]);
      if (hello.t === 'err') throw VecheError.fromBody(hello.error);
    }
    return async (method, input) => {
      const answer = await socket.call(method, input);
      if (answer.t === 'err') throw VecheError.fromBody(answer.error);
      return answer.result;
    };
  },
};

/** Every door, each with the other one. */
export const doors = [
  { name: overHttp.name, door: overHttp, other: overWebSocket },
  { name: overWebSocket.name, door: overWebSocket, other: overHttp },
];

/** What a caller is told by a refusal; the id of the request alone differs from call to call. */
export async function told(work: Promise<unknown>): Promise<object> {
  const answer = await work.then(
    (result) => ({ result }),
    (thrown: unknown) => thrown,
  );
  if (!(answer instanceof VecheError)) return { notRefused: answer };
  const { requestId: _requestId, ...body } = answer.toBody('');
  return body;
}
