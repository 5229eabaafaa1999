import type { AccountId, Chat, ChatId, Import, Message } from '@veche/contract';
import { afterAll, expect, test } from 'vitest';
import { callHttp, freePort } from '../support/http.ts';
import { createKillableVeche } from '../support/killable-veche.ts';
import { createUpload, sendPart } from '../support/uploads.ts';

const KILLS = 2;
const MESSAGES = 6_000;

const veche = createKillableVeche(await freePort(), { VECHE_DELETION_DAYS: '0' });
afterAll(() => veche.end());

let token = '';
const call = async <T>(method: string, input: object) => (await callHttp(veche.url, method, input, token)) as T;
const callAsNobody = async <T>(method: string, input: object) => (await callHttp(veche.url, method, input)) as T;

async function signIn(accountId: AccountId): Promise<string> {
  return (await callAsNobody<{ token: string }>('identity.signInAsDemo', { accountId, transport: 'token' })).token;
}
const demoPeople = async () =>
  (await callAsNobody<{ people: { accountId: AccountId }[] }>('identity.listDemoPeople', {})).people.map(
    (one) => one.accountId,
  );

async function history(chatId: ChatId): Promise<Message[]> {
  const all: Message[] = [];
  for (let more = true; more;) {
    const after = all.at(-1)?.messageId ?? 0;
    const page = await call<{ messages: Message[]; hasLater: boolean }>('messages.history', {
      chatId,
      after,
      limit: 100,
    });
    all.push(...page.messages);
    more = page.hasLater;
  }
  return all;
}

/** Asks again and again until the answer fits. */
async function until<T>(ask: () => Promise<T>, fits: (answer: T) => boolean, seconds = 120): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (fits(answer)) return answer;
    if (Date.now() > end) throw new Error(`did not come: ${JSON.stringify(answer).slice(0, 500)}`);
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}

async function restart(accountId: AccountId): Promise<void> {
  veche.kill();
  await veche.start();
  token = await signIn(accountId);
}

test(`an import goes on after ${KILLS} kills without doubles, and so does the deletion of its account`, async () => {
  await veche.start();
  const [alice, boris] = (await demoPeople()) as [AccountId, AccountId];
  token = await signIn(alice);
  const messages = Array.from({ length: MESSAGES }, (_, id) => ({
    ...{ id, type: 'message', date_unixtime: String(1_600_000_000 + id), from: 'Борис', text: `№ ${id}` },
    ...(id === 0 ? {} : { reply_to_message_id: id - 1 }),
  }));
  const content = Buffer.from(JSON.stringify({ name: 'Дача', type: 'private_group', id: 1, messages }));
  const uploader = { url: veche.url, token };
  const fileId = await createUpload(uploader, { size: content.length, name: 'result.json' });
  await sendPart(uploader, fileId, 0, content);
  await call('media.finish', { fileId });
  const clientId = crypto.randomUUID();
  const { importId } = (await call<{ import: Import }>('archives.startImport', { clientId, fileId })).import;
  const state = async () => (await call<{ import: Import }>('archives.getImport', { importId })).import;

  let done = 0;
  for (let kill = 0; kill < KILLS; kill += 1) {
    const wanted = done + MESSAGES / (KILLS + 3);
    const reached = await until(
      state,
      ({ counts, phase }) =>
        counts.done >= wanted || (phase !== 'running' && phase !== 'reading' && phase !== 'waiting'),
    );
    expect(reached.phase).toBe('running');
    done = reached.counts.done;
    await restart(alice);
    // What was counted before the kill is not lost by it.
    expect((await state()).counts.done).toBeGreaterThanOrEqual(done);
  }
  const end = await until(state, ({ phase }) => phase !== 'running' && phase !== 'waiting' && phase !== 'reading');
  expect(end).toMatchObject({ phase: 'done', counts: { entries: MESSAGES, messages: MESSAGES, skipped: 0 } });
  const chatId = end.chatId as ChatId;
  const told = await history(chatId);
  expect(told.map((message) => message.text)).toEqual(messages.map((message) => message.text));
  const wrongReplies = told.filter((message, index) => message.replyTo !== told[index - 1]?.messageId);
  expect(wrongReplies).toEqual([]);

  await call('chats.addMember', { chatId, accountId: boris });
  await call('identity.deleteAccount', { confirmation: { by: 'phrase', phrase: 'delete my account' } });
  token = await signIn(boris);
  const headSeq = async () =>
    (await call<{ headSeq: number }>('sync.pull', { chatId, after: MESSAGES + 1, limit: 1 })).headSeq;
  const before = await headSeq();
  await until(headSeq, (head) => head > before + MESSAGES / 4);
  await restart(boris);
  await until(headSeq, (head) => head >= before + MESSAGES);
  expect(await history(chatId)).toEqual([]);
  await until(
    async () => (await call<{ chat: Chat }>('chats.get', { chatId })).chat,
    ({ role, memberCount }) => role === 'owner' && memberCount === 1,
  );
  expect(await demoPeople()).not.toContain(alice);
});
