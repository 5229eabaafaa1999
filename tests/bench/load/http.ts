import { Agent, request } from 'node:http';
import { buffer } from 'node:stream/consumers';

type Headers = Readonly<Record<string, string>>;

/** Asks a port of this machine over connections that stay open. Refused answers throw. */
export interface HttpClient {
  /** Answers how many bytes came. */
  get(path: string, headers?: Headers): Promise<number>;
  /** JSON both ways. */
  post<T>(path: string, body: object, headers?: Headers): Promise<T>;
  close(): void;
}

export function createClient(port: number, connections: number): HttpClient {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const ask = (method: 'GET' | 'POST', path: string, headers: Headers, text?: string): Promise<Buffer> =>
    new Promise((resolve, reject) => {
      const asked = request({ agent, port, path, host: '127.0.0.1', method, headers }, (response) => {
        buffer(response).then((body) => {
          if (response.statusCode === 200) resolve(body);
          else reject(new Error(`${path}: ${response.statusCode} ${body.toString()}`));
        }, reject);
      });
      asked.once('error', reject);
      asked.end(text);
    });
  return {
    close: () => agent.destroy(),
    get: async (path, headers = {}) => (await ask('GET', path, headers)).byteLength,
    post: async (path, body, headers = {}) => {
      const text = JSON.stringify(body);
      const all = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)), ...headers };
      return JSON.parse((await ask('POST', path, all, text)).toString()) as never;
    },
  };
}
