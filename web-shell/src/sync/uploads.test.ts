import type { FileId } from '@veche/contract';
import { VecheError } from '@veche/contract/light';
import { expect, test, vi } from 'vitest';
import { createOutbox } from './outbox.ts';
import type { EnginePorts } from './ports.ts';
import { stateOf } from './reduce.ts';
import { createReplica } from './replica.ts';
import { chat, yard } from './samples.ts';
import { createStore, type Store } from './store.ts';
import { createTablesInMemory } from './tables-in-memory.ts';
import { defaultTimings } from './timings.ts';
import { createUploads } from './uploads.ts';
import type { UploadRow } from './client.ts';

const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 2000, interval: 5 });
const photo = (name: string) => ({ name, kind: 'photo', sizeBytes: 3 }) as const;
const content = new Blob(['abc']);

/** A tab over a store, with a server whose answers the test gives. */
function open(store: Store, answers: Partial<Record<'finish' | 'upload', (FileId | VecheError)[]>> = {}) {
  const asked: string[] = [];
  const sent: unknown[] = [];
  let shown: readonly UploadRow[] = [];
  let ids = 100;
  const answer = (of: 'finish' | 'upload', usual: FileId): FileId => {
    const next = answers[of]?.shift() ?? usual;
    if (next instanceof VecheError) throw next;
    return next;
  };
  const replica = createReplica(
    store,
    () => {},
    (_store, error) => {
      throw error;
    },
    { after: () => () => undefined },
  );
  replica.show(stateOf(chat()));
  const upload: EnginePorts['upload'] = async (_content, { name, kind, begun, onBegun, signal }) => {
    asked.push(`upload ${name} ${kind}${begun === undefined ? '' : ` ${begun}`}`);
    const id = begun ?? ((ids += 1) as FileId);
    onBegun?.(id);
    await new Promise((resolve) => setTimeout(resolve));
    if (name === 'stuck')
      await new Promise((_, reject) => {
        if (signal.aborted) reject(new Error());
        signal.addEventListener('abort', () => reject(new Error()));
      });
    return answer('upload', id);
  };
  const common = {
    replica,
    connection: {
      phase: () => 'ready' as const,
      call: async (method: string, input: unknown) => {
        const { fileId, kind } = input as { fileId: FileId; kind: string };
        if (method === 'media.finish') {
          asked.push(`finish ${fileId} ${kind}`);
          return { file: { fileId: answer('finish', fileId) } } as never;
        }
        sent.push(input);
        return { seq: 2, messageId: 2, at: '' } as never;
      },
    },
    clock: { now: () => 1, after: () => () => {} },
    tabs: {
      tell: () => {},
      listen: () => {},
      whenLeading: () => {},
      alone: (_name: string, _signal: AbortSignal, work: () => Promise<void>) => work(),
    },
    timings: defaultTimings,
  };
  const outbox = createOutbox({
    ...common,
    random: { number: () => 0, uuid: () => crypto.randomUUID() },
    changed: () => uploads.look(),
    expect: () => {},
  });
  const uploads = createUploads({
    ...common,
    upload,
    endUpload: async (fileId) => void asked.push(`end ${fileId}`),
    outbox,
    output: (message) => void (message.t === 'uploads' && (shown = message.uploads)),
  });
  outbox.lead();
  return { uploads, outbox, asked, sent, shown: () => shown };
}

test('a message is sent when all its files are there, and its contents leave the store', async () => {
  const store = createStore(createTablesInMemory());
  const { uploads, sent, shown, outbox } = open(store);
  await uploads.send(yard, { text: '' }, [photo('a'), photo('b')], [content, content]);
  expect(shown()).toMatchObject([{ names: ['a', 'b'] }]);
  expect(outbox.of(yard)).toEqual([]);
  await until(() => expect(sent).toMatchObject([{ attachments: [{ fileId: 101 }, { fileId: 102 }] }]));
  await until(() => expect(shown()).toEqual([]));
  const [entry] = await store.queue();
  expect(await store.contentsOf(entry?.clientId ?? '')).toBeUndefined();
});

test('what was begun goes on after a reload, and what was whole is not sent again', async () => {
  const store = createStore(createTablesInMemory());
  const entry = { clientId: 'c', chatId: yard, text: '', at: '', order: 1 };
  const files = [
    { ...photo('a'), fileId: 7 as FileId, isFinished: true as const },
    { ...photo('b'), fileId: 8 as FileId },
  ];
  await store.putOutgoing({ ...entry, files }, [content, content]);
  const unready = new VecheError('conflict', '');
  const { uploads, outbox, asked, sent } = open(store, { finish: [unready] });
  outbox.adopt(await store.queue());
  uploads.resume();
  await until(() => expect(sent).toMatchObject([{ clientId: 'c', attachments: [{ fileId: 7 }, { fileId: 8 }] }]));
  expect(asked).toEqual(['finish 8 photo', 'upload b photo 8', 'finish 8 photo']);
});

test('a cancelled message stops its upload, is forgotten, and lets the next one go', async () => {
  const store = createStore(createTablesInMemory());
  const { uploads, sent, shown } = open(store);
  await uploads.send(yard, { text: '' }, [photo('stuck')], [content]);
  await uploads.send(yard, { text: '' }, [photo('b')], [content]);
  await until(() => expect(shown()[0]?.isKept).toBe(true));
  await uploads.discard(shown()[0]?.key ?? '');
  await until(() => expect(sent).toHaveLength(1));
  expect((await store.queue()).map(({ files }) => files?.[0]?.name)).toEqual(['b']);
});

test('a message that is cancelled before its upload was taken up again leaves nothing at the server', async () => {
  const store = createStore(createTablesInMemory());
  const entry = { clientId: 'c', chatId: yard, text: '', at: '', order: 1 };
  await store.putOutgoing({ ...entry, files: [{ ...photo('a'), fileId: 7 as FileId }] }, [content]);
  const { uploads, outbox, asked } = open(store);
  outbox.adopt(await store.queue());
  await uploads.discard('c');
  expect(await store.queue()).toEqual([]);
  expect(asked).toContain('end 7');
});

test('what is no picture says so, and is sent as a file when asked to', async () => {
  const store = createStore(createTablesInMemory());
  const refused = new VecheError('invalid_input', '', { field: 'kind' });
  const { uploads, sent, shown, asked } = open(store, { finish: [refused] });
  await uploads.send(yard, { text: '' }, [photo('a')], [content]);
  await until(() => expect(shown()).toMatchObject([{ failure: 'files.notShown' }]));
  await uploads.sendAsFiles(shown()[0]?.key ?? '');
  await until(() => expect(sent).toMatchObject([{ attachments: [{ fileId: 101 }] }]));
  expect(asked.filter((act) => act.startsWith('upload'))).toHaveLength(1);
  expect(asked.at(-1)).toBe('finish 101 file');
});

test('a store without room is told of, and the message goes out all the same', async () => {
  const store = createStore(createTablesInMemory());
  const full: Store = {
    ...store,
    putOutgoing: (entry, contents) =>
      contents === undefined ? store.putOutgoing(entry) : Promise.reject(new DOMException('', 'QuotaExceededError')),
  };
  const { uploads, sent, shown } = open(full);
  await uploads.send(yard, { text: '' }, [photo('a')], [content]);
  expect(shown()).toMatchObject([{ isKept: false }]);
  await until(() => expect(sent).toHaveLength(1));
});

test('contents that the browser lost end the message in words', async () => {
  const store = createStore(createTablesInMemory());
  await store.putOutgoing({ clientId: 'c', chatId: yard, text: '', at: '', order: 1, files: [photo('a')] });
  const { uploads, outbox, shown } = open(store);
  outbox.adopt(await store.queue());
  uploads.resume();
  await until(() => expect(shown()).toMatchObject([{ failure: 'files.lost' }]));
});
