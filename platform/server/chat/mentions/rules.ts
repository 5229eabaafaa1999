import { type AccountId, type Entity, mentions as contract } from '@veche/contract';

/** `@all`, which an admin of a group says to everyone. */
const TO_ALL = /(?<![\p{L}\p{N}_@])@(?:all|все)(?![\p{L}\p{N}_@])/iu;

export interface Addressees {
  /** By their public names, in lower case and without the sign. */
  readonly names: readonly string[];
  readonly accountIds: readonly AccountId[];
  readonly all: boolean;
}

/** Whom a text speaks to by name; the first ones, when they are very many. */
export function addresseesOf(text: string, entities: readonly Entity[] = []): Addressees {
  const names = new Set<string>();
  const accountIds = new Set<AccountId>();
  for (const entity of entities) {
    if (names.size + accountIds.size >= contract.MAX_MENTIONS) break;
    if (entity.kind === 'accountMention') accountIds.add(entity.accountId);
    if (entity.kind === 'mention') {
      names.add(text.slice(entity.offset + 1, entity.offset + entity.length).toLowerCase());
    }
  }
  return { names: [...names], accountIds: [...accountIds], all: text.includes('@') && TO_ALL.test(text) };
}

export function speaksToAnyone({ names, accountIds, all }: Addressees): boolean {
  return all || names.length + accountIds.length > 0;
}
