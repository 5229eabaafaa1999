import { type Account, type AccountId, type Contact, contacts, type ParsedInputOf, VecheError } from '@veche/contract';
import {
  countPhoneLookups,
  escapeLike,
  findByPhones,
  findPublicName,
  foldName,
  normalizePhone,
} from '../../identity/index.ts';
import type { Batch } from '../../kernel/conversation-log/index.ts';
import { accountOf } from '../../kernel/rpc/caller.ts';
import { implement } from '../../kernel/rpc/handler.ts';
import type { WingPart } from '../../kernel/wing.ts';
import { lockAccount, touchSettings } from '../chat-settings/store.ts';
import { tellSettings } from '../chat-settings/tell.ts';
import { accountNamed } from '../chats/account-named.ts';
import type { ChatDependencies } from '../dependencies.ts';
import { pageOf } from '../../kernel/paging.ts';
import {
  countContacts,
  deleteContact,
  listContacts,
  type NewContact,
  readContacts,
  readDirectChats,
  writeContacts,
} from './store.ts';
import { cursorOf, placeOf } from './cursor.ts';

const contract = contacts.contactMethods;

export function contactsPart({ sql, writer, clock }: ChatDependencies): WingPart {
  /** Writes contacts under the limit, tells the devices, and answers them as they stand. */
  const keep = async (accountId: AccountId, list: readonly NewContact[], keepNames: boolean): Promise<Contact[]> => {
    const ids = list.map((contact) => contact.accountId);
    await writer.transact([], async (batch) => {
      await lockAccount(batch.tx, accountId);
      const changed = await writeContacts(batch.tx, accountId, list, { at: batch.at, keepNames });
      if ((await countContacts(batch.tx, accountId)) > contacts.MAX_CONTACTS) throw tooMany();
      await tell(batch, accountId, changed);
    });
    return readContacts(sql, accountId, ids);
  };

  const accountFor = async (
    readerId: AccountId,
    { phone, accountId, username }: Omit<ParsedInputOf<typeof contract.add>, 'name'>,
  ): Promise<Account> => {
    if (accountId !== undefined) return accountNamed(sql, accountId);
    if (phone !== undefined) {
      const number = normalizePhone(phone);
      if (number === null) throw new VecheError('invalid_input', 'phone: is no phone number', { field: 'phone' });
      await countPhoneLookups(sql, { accountId: readerId, count: 1, now: clock.now() });
      const found = (await findByPhones(sql, readerId, [number])).get(number);
      if (found === undefined) throw noOne('phone');
      return found;
    }
    const holder = username === undefined ? null : await findPublicName(sql, username);
    if (holder === null || !('accountId' in holder)) throw noOne('username');
    return accountNamed(sql, holder.accountId);
  };

  return {
    handlers: [
      implement(contract.add, async ({ caller }, { name, ...who }) => {
        const accountId = accountOf(caller);
        const account = await accountFor(accountId, who);
        if (account.accountId === accountId) {
          throw new VecheError('invalid_input', 'accountId: is your own', { field: 'accountId' });
        }
        const [contact] = await keep(accountId, [{ accountId: account.accountId, name: name ?? null }], false);
        if (contact === undefined) throw noOne('accountId');
        return { contact };
      }),

      implement(contract.remove, ({ caller }, { accountId: contactId }) => {
        const accountId = accountOf(caller);
        return writer.transact([], async (batch) => {
          await lockAccount(batch.tx, accountId);
          if (await deleteContact(batch.tx, accountId, contactId)) await tell(batch, accountId, [contactId]);
          return {};
        });
      }),

      implement(contract.list, async ({ caller }, { query = '', cursor, limit }) => {
        const words = foldName(query).split(/\s+/).filter(Boolean);
        const rows = await listContacts(sql, {
          accountId: accountOf(caller),
          patterns: words.map((word) => `% ${escapeLike(word)}%`),
          after: placeOf(cursor),
          limit: limit + 1,
        });
        const { page, next } = pageOf(rows, limit, (last) =>
          cursorOf({ key: last.key, accountId: last.contact.account.accountId }),
        );
        return {
          contacts: page.map(({ contact }) => contact),
          ...next,
        };
      }),

      implement(contract.import, async ({ caller }, { contacts: given }) => {
        const accountId = accountOf(caller);
        const phones = given.map(({ phone }) => normalizePhone(phone));
        const numbers = [...new Set(phones.filter((phone) => phone !== null))];
        await countPhoneLookups(sql, { accountId, count: numbers.length, now: clock.now() });
        const found = await findByPhones(sql, accountId, numbers);
        const places = phones.flatMap((phone, index) => {
          const account = phone === null ? undefined : found.get(phone);
          const isOther = account !== undefined && account.accountId !== accountId;
          return isOther ? [{ index, accountId: account.accountId, name: given[index]?.name ?? null }] : [];
        });
        // A person named twice keeps the last name.
        const list = [...new Map(places.map(({ accountId: id, name }) => [id, { accountId: id, name }])).values()];
        const kept = list.length === 0 ? [] : await keep(accountId, list, true);
        const byId = new Map(kept.map((contact) => [contact.account.accountId, contact]));
        return {
          found: places.flatMap(({ index, accountId: id }) => {
            const contact = byId.get(id);
            return contact === undefined ? [] : [{ index, contact }];
          }),
        };
      }),
    ],
  };
}

/** The direct chats with these people may be titled anew. */
async function tell(batch: Batch, accountId: AccountId, changed: readonly AccountId[]): Promise<void> {
  if (changed.length === 0) return;
  const names = new Map(
    (await readDirectChats(batch.tx, accountId, changed)).map(({ chatId, name }) => [chatId, name]),
  );
  for (const { chatId, version } of await touchSettings(batch.tx, accountId, [...names.keys()])) {
    tellSettings(batch, { accountId, chatId }, { peerName: names.get(chatId) ?? null, settingsVersion: version });
  }
  batch.appendAccount(accountId, { kind: 'contacts.changed', accountIds: [...changed] });
}

function tooMany(): VecheError {
  return new VecheError('conflict', `There can be up to ${contacts.MAX_CONTACTS} contacts.`, { field: 'accountId' });
}

/** The same for numbers that are not here and for people who do not let themselves be found. */
function noOne(field: string): VecheError {
  return new VecheError('not_found', 'There is no such account.', { field });
}
