import { Agent, request } from 'node:http';
import { json } from 'node:stream/consumers';

/** POSTs JSON to a port of this machine over connections that stay open. */
export interface JsonPoster {
  post<T>(path: string, body: object, headers?: Readonly<Record<string, string>>): Promise<T>;
  close(): void;
}

/** Refused answers throw. */
export function createPoster(port: number, connections: number): JsonPoster {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  return {
    close: () => agent.destroy(),
    post: (path, body, headers = {}) =>
      new Promise((resolve, reject) => {
        const text = JSON.stringify(body);
        const asked = request(
          {
            agent,
            port,
            path,
            host: '127.0.0.1',
            method: 'POST',
            headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text), ...headers },
          },
          (response) => {
            json(response).then((answer) => {
              if (response.statusCode === 200) resolve(answer as never);
              else reject(new Error(`${path}: ${response.statusCode} ${JSON.stringify(answer)}`));
            }, reject);
          },
        );
        asked.once('error', reject);
        asked.end(text);
      }),
  };
}
