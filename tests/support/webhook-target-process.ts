import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

/** A bot's web server in a process of its own: it writes down what came, a line each, and then answers. To be killed. */
const { PORT, FILE } = process.env;
createServer((request, response) => {
  void text(request).then((body) => {
    appendFileSync(FILE!, `${body}\n`);
    response.end();
  });
}).listen(Number(PORT), '127.0.0.1', () => process.stdout.write('open\n'));
