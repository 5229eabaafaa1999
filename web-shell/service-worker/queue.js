/* global fetch, indexedDB, self */
// Sends what waits in the queue when the network comes back and no page is open. The queue itself is left alone: the
// server knows a repeat by its client id, so the next page that opens sends again, is answered the same, and tidies up.
const QUEUE_TAG = 'veche-queue';

self.addEventListener('sync', (event) => {
  if (event.tag === QUEUE_TAG) event.waitUntil(sendQueue());
});

async function sendQueue() {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (pages.length > 0) return;
  const { me, queue } = await readStored();
  const waiting = queue
    .filter(({ failure, sentSeq }) => failure === undefined && sentSeq === undefined)
    // Files are brought by a page; what has all of them there is a message like any other.
    .filter(({ files = [] }) => files.every(({ isFinished }) => isFinished))
    .sort((a, b) => a.order - b.order);
  if (waiting.length === 0) return;
  // Somebody else may have signed in since: nobody sends what another wrote.
  const session = await call('identity.me', {});
  if (!session.ok || me === undefined || (await session.json()).account.accountId !== me) return;
  for (const { order: _order, at: _at, files, ...message } of waiting) {
    const attachments = files?.map(({ fileId }) => ({ fileId }));
    await call('messages.send', { ...message, attachments });
  }
}

async function call(method, input) {
  const answer = await fetch(`/api/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
  });
  // Refusals are for the page to tell of; what may pass makes the browser try again.
  if (answer.status === 429 || answer.status >= 500) throw new Error(`not sent: ${answer.status}`);
  return answer;
}

/** The queue, and whose it is. */
function readStored() {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('veche');
    opening.onerror = () => reject(opening.error);
    // There was no database: nothing waits, and none is to be left behind.
    opening.onupgradeneeded = () => opening.transaction.abort();
    opening.onsuccess = () => {
      const database = opening.result;
      const reading = database.transaction(['meta', 'queue']);
      const meta = reading.objectStore('meta').get('meta');
      const queue = reading.objectStore('queue').getAll();
      reading.onabort = () => reject(reading.error);
      reading.oncomplete = () => {
        database.close();
        resolve({ me: meta.result?.me, queue: queue.result });
      };
    };
  });
}
