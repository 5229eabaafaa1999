import { createServer, type IncomingHttpHeaders } from 'node:http';
import { json } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

/** What came to a target. */
export interface Delivery {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- read as it comes; the oracle checks it
  readonly body: any;
  readonly headers: IncomingHttpHeaders;
}

/** What a target answers: a status, headers and a body; after a while, if it takes its time. */
export interface Reply {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** A bot's web server on this machine; it ends with the test. */
export async function startTarget(reply: (delivery: Delivery, count: number) => Reply | Promise<Reply> = () => ({})) {
  const deliveries: Delivery[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const delivery = { body: await json(request), headers: request.headers };
      deliveries.push(delivery);
      const { status = 200, headers = {}, body = '' } = await reply(delivery, deliveries.length);
      response.writeHead(status, headers).end(body);
    })().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${port}/hook`, deliveries };
}
