import type { Account, AccountId, ChatId } from '@veche/contract';
import { applyAdditions, applySends, createGroup, openDirectChat, sendOperation } from '../chat/index.ts';
import { insertAccount, insertDemoPerson, readAccounts, readDemoPeople } from '../identity/index.ts';
import type { LogWriter } from '../kernel/conversation-log/index.ts';
import type { Sql } from '../kernel/database/sql.ts';
import { clientIdFrom, newId } from '../kernel/ids.ts';
import { directChats, group, type Lines } from './conversations.ts';
import { type DemoKey, demoPeople } from './people.ts';
import { findSeededGroup, hasMessages, wasEverMember } from './store.ts';

export interface DemoDependencies {
  readonly sql: Sql;
  readonly writer: LogWriter;
  readonly hooks?: DemoHooks;
}

/** What other wings add to the demonstration. Called at every start: each must be idempotent. */
export interface DemoHooks {
  /** Registers the demo bots for the demo developer; they join the group and get a chat with each citizen. */
  registerBots?(ownerId: AccountId): Promise<readonly AccountId[]>;
  /** Publishes the demo mini-apps for the demo developer. */
  publishApps?(ownerId: AccountId): Promise<void>;
}

export interface SeededDemo {
  readonly people: Readonly<Record<DemoKey, AccountId>>;
  readonly groupId: ChatId;
}

/**
 * Fills a development server with people who already talk. Run at every start: what is there is left alone, so
 * nothing that someone renamed, left or deleted comes back.
 */
export async function seedDemo(dependencies: DemoDependencies): Promise<SeededDemo> {
  const { sql, hooks = {} } = dependencies;
  const people = await seedPeople(sql);
  // Bots come after the talk: a bot in the chat would answer each line of it.
  const groupId = await seedGroup(dependencies, people);
  for (const chat of directChats) await seedDirectChat(dependencies, people, chat);
  const botIds = (await hooks.registerBots?.(people.dmitry)) ?? [];
  for (const bot of await readAccounts(sql, botIds)) await seedBot(dependencies, people, groupId, bot);
  await hooks.publishApps?.(people.dmitry);
  return { people, groupId };
}

async function seedPeople(sql: Sql): Promise<SeededDemo['people']> {
  const existing = new Map((await readDemoPeople(sql)).map((person) => [person.position, person.accountId]));
  const ids: Partial<Record<DemoKey, AccountId>> = {};
  for (const [position, person] of demoPeople.entries()) {
    ids[person.key] = existing.get(position) ?? (await makePerson(sql, position, person));
  }
  return ids as SeededDemo['people'];
}

async function makePerson(sql: Sql, position: number, person: (typeof demoPeople)[number]): Promise<AccountId> {
  const { name, username, phone, role } = person;
  const accountId = newId<AccountId>();
  await sql.begin(async (tx) => {
    const taken = await insertAccount(tx, { accountId, kind: 'person', name, username, phone, isDemo: true });
    if (taken !== null) throw new Error(`the ${taken} of the demo person ${name} is taken by another account`);
    await insertDemoPerson(tx, { accountId, position, role });
  });
  return accountId;
}

async function seedGroup(dependencies: DemoDependencies, people: SeededDemo['people']): Promise<ChatId> {
  const ownerId = people[group.ownedBy];
  const clientId = clientIdFrom('veche demo group');
  // Found by its client id alone: a later version may word the group in another way.
  const groupId =
    (await findSeededGroup(dependencies.sql, ownerId, clientId)) ??
    (await createGroup(dependencies, ownerId, {
      clientId,
      title: group.title,
      memberIds: demoPeople.map(({ key }) => people[key]),
    }));
  await say(dependencies, people, groupId, group.lines);
  return groupId;
}

async function seedDirectChat(
  dependencies: DemoDependencies,
  people: SeededDemo['people'],
  { between: [first, second], lines }: (typeof directChats)[number],
): Promise<void> {
  const [peer] = await readAccounts(dependencies.sql, [people[second]]);
  if (peer === undefined) throw new Error('a demo person has no account');
  await say(dependencies, people, await openDirectChat(dependencies, people[first], peer), lines);
}

/** Says the lines in a chat where nothing was said yet. Together they are one commit. */
async function say(
  { sql, writer }: DemoDependencies,
  people: SeededDemo['people'],
  chatId: ChatId,
  lines: Lines,
): Promise<void> {
  if (await hasMessages(sql, chatId)) return;
  await Promise.all(
    lines.map(([who, text], index) =>
      writer.submit(
        applySends,
        sendOperation(
          { chatId, actorId: people[who], clientId: clientIdFrom(`veche demo ${chatId} ${index}`) },
          { text },
        ),
      ),
    ),
  );
}

async function seedBot(
  dependencies: DemoDependencies,
  people: SeededDemo['people'],
  groupId: ChatId,
  bot: Account,
): Promise<void> {
  const { sql, writer } = dependencies;
  for (const { key, role } of demoPeople) {
    if (role === 'citizen') await openDirectChat(dependencies, people[key], bot);
  }
  if (await wasEverMember(sql, groupId, bot.accountId)) return;
  await writer.submit(applyAdditions, { chatId: groupId, actorId: people[group.ownedBy], account: bot });
}
