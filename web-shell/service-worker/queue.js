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
  const waiting = (await readQueue())
    .filter(({ failure, sentSeq }) => failure === undefined && sentSeq === undefined)
    // Files are brought by a page; what has all of them there is a message like any other.
    .filter(({ files = [] }) => files.every(({ isFinished }) => isFinished))
    .sort((a, b) => a.order - b.order);
  for (const { order: _order, at: _at, files, ...message } of waiting) {
    const attachments = files?.map(({ fileId }) => ({ fileId }));
    const answer = await fetch('/api/messages.send', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...message, attachments }),
    });
    // Refusals are for the page to tell of; what may pass makes the browser try again.
    if (answer.status === 429 || answer.status >= 500) throw new Error(`not sent: ${answer.status}`);
  }
}

function readQueue() {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('veche');
    opening.onerror = () => reject(opening.error);
    // There was no database: nothing waits, and none is to be left behind.
    opening.onupgradeneeded = () => opening.transaction.abort();
    opening.onsuccess = () => {
      const database = opening.result;
      const reading = database.transaction('queue').objectStore('queue').getAll();
      reading.onerror = () => reject(reading.error);
      reading.onsuccess = () => {
        database.close();
        resolve(reading.result);
      };
    };
  });
}
