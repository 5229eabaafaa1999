import { createHash, randomBytes } from 'node:crypto';
import type { FileId } from '@veche/contract';
import { afterAll, expect, test } from 'vitest';
import { callHttp, freePort } from '../support/http.ts';
import { createKillableVeche } from '../support/killable-veche.ts';
import { createUpload, sendPart, tus, type Uploader } from '../support/uploads.ts';

const KILLS = 4;
const UPLOADS = 3;
const SIZE = 48 * 1024 ** 2;

const veche = createKillableVeche(await freePort());
afterAll(() => veche.end());

interface Sending {
  fileId: FileId;
  content: Buffer;
  /** The largest offset that the server has said, in whatever answer. */
  acknowledged: number;
}

async function signIn(): Promise<Uploader> {
  const { people } = (await callHttp(veche.url, 'identity.listDemoPeople', {})) as { people: { accountId: number }[] };
  const input = { accountId: people[0]?.accountId, transport: 'token' };
  const { token } = (await callHttp(veche.url, 'identity.signInAsDemo', input)) as { token: string };
  return { url: veche.url, token };
}

async function offsetOf(uploader: Uploader, { fileId }: Sending): Promise<number> {
  return Number((await tus(uploader, 'HEAD', `/files/uploads/${fileId}`)).headers.get('upload-offset'));
}

/** Sends part after part until all is there or the server dies. */
async function sendUntilDeath(uploader: Uploader, sending: Sending): Promise<void> {
  try {
    let offset = await offsetOf(uploader, sending);
    sending.acknowledged = offset;
    while (offset < sending.content.length) {
      const end = offset + Math.floor(200_000 + Math.random() * 3_000_000);
      offset = await sendPart(uploader, sending.fileId, offset, sending.content.subarray(offset, end));
      sending.acknowledged = offset;
    }
  } catch (error) {
    // The connection broke: fetch knows no other error.
    if (!(error instanceof TypeError)) throw error;
  }
}

async function sha256Of(uploader: Uploader, fileId: FileId): Promise<string> {
  const answer = await fetch(`${uploader.url}/files/${fileId}`, {
    headers: { authorization: `Bearer ${uploader.token}` },
  });
  return createHash('sha256')
    .update(Buffer.from(await answer.arrayBuffer()))
    .digest('hex');
}

test(`after ${KILLS} kills in the middle of uploads no acknowledged byte is lost and every file is whole`, async () => {
  await veche.start();
  let uploader = await signIn();
  const sendings: Sending[] = [];
  for (let index = 0; index < UPLOADS; index += 1) {
    const content = randomBytes(SIZE);
    sendings.push({ fileId: await createUpload(uploader, { size: SIZE }), content, acknowledged: 0 });
  }
  let killedInTheMiddle = 0;
  for (let round = 0; round < KILLS; round += 1) {
    const sending = sendings.map((one) => sendUntilDeath(uploader, one));
    await new Promise((resolve) => setTimeout(resolve, 30 + Math.random() * 150));
    veche.kill();
    await Promise.all(sending);
    killedInTheMiddle += sendings.filter((one) => one.acknowledged < SIZE).length;
    await veche.start();
    uploader = await signIn();
    for (const one of sendings) expect(await offsetOf(uploader, one)).toBeGreaterThanOrEqual(one.acknowledged);
  }
  expect(killedInTheMiddle).toBeGreaterThan(0);
  for (const one of sendings) {
    await sendUntilDeath(uploader, one);
    expect(one.acknowledged).toBe(SIZE);
  }

  // The same kill while files are made of the uploads: each is then a file or still an upload, and can be finished.
  const finishing = sendings.map(({ fileId }) => callHttp(veche.url, 'media.finish', { fileId }, uploader.token));
  await Promise.race(finishing);
  veche.kill();
  const answers = await Promise.allSettled(finishing);
  await veche.start();
  uploader = await signIn();
  for (const [index, { fileId, content }] of sendings.entries()) {
    const answer = answers[index];
    const { file } = (await callHttp(veche.url, 'media.finish', { fileId }, uploader.token)) as { file: object };
    if (answer?.status === 'fulfilled') expect({ file }).toEqual(answer.value);
    expect(await sha256Of(uploader, fileId)).toBe(createHash('sha256').update(content).digest('hex'));
  }
  expect(await callHttp(veche.url, 'media.usage', {}, uploader.token)).toMatchObject({
    usedBytes: UPLOADS * SIZE,
    fileCount: UPLOADS,
    openUploads: 0,
  });
});
