import type { MediaFile, MessageId } from '@veche/contract';
import { expect, test } from 'vitest';
import { image } from '../../../../tests/support/media-samples.ts';
import { clientId, startTestServer, type TestPerson } from '../../../../tests/support/server.ts';
import { createUpload, uploaderOf, uploadFile } from '../../../../tests/support/uploads.ts';

const server = await startTestServer({ deletionGraceDays: 0 });
const { sql } = server.app;

async function erase(person: TestPerson): Promise<void> {
  const phrase = 'удалить мою учетную запись';
  await person.call('identity.deleteAccount', { confirmation: { by: 'phrase', phrase } });
  await expect
    .poll(() => sql`select from account_deletion where account_id = ${person.accountId} and erased_at is not null`, {
      timeout: 20_000,
    })
    .toHaveLength(1);
}

test('with an account go its uploads and files; what others have sent on stays with them', async () => {
  const [anna, boris] = [await server.person('Анна'), await server.person('Борис')];
  const { chat } = await anna.call('chats.createDirect', { accountId: boris.accountId });
  const { chatId } = chat;
  const send = async (person: TestPerson, { fileId }: MediaFile, from?: MessageId): Promise<MessageId> => {
    const attachments = [{ fileId, ...(from === undefined ? {} : { from: { chatId, messageId: from } }) }];
    return (await person.call('messages.send', { chatId, clientId: clientId(), attachments })).messageId;
  };
  const [unsent, sent, sentOn] = [
    await uploadFile(server, anna, Buffer.from('черновик')),
    await uploadFile(server, anna, await image('png'), { kind: 'photo' }),
    await uploadFile(server, anna, Buffer.from('рецепт')),
  ];
  await createUpload(await uploaderOf(server, anna), { size: 10 });
  await send(anna, sent);
  const kept = await send(boris, sentOn, await send(anna, sentOn));

  await erase(anna);
  expect(await sql`select from upload where account_id = ${anna.accountId}`).toHaveLength(0);
  const left = await sql`select file_id as id from file where account_id = ${anna.accountId}`;
  expect(left.map((row) => row['id'] as number)).toEqual([sentOn.fileId]);
  for (const { fileId } of [unsent, sent])
    expect(await sql`select from message_file where file_id = ${fileId}`).toHaveLength(0);
  const { file } = await boris.call('media.get', { fileId: sentOn.fileId, chatId, messageId: kept });
  expect(file).toEqual(sentOn);
});
