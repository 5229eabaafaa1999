import { checkEntities, type Draft, type drafts as contract, type ParsedInputOf } from '@veche/contract';

/** A draft as it is stored. */
export type StoredDraft = Omit<Draft, 'at'>;

/** What is to be kept of a draft; null for a blank one. */
export function draftOf({
  text,
  entities = [],
  replyTo,
  topicId,
}: Omit<ParsedInputOf<typeof contract.set>, 'chatId'>): StoredDraft | null {
  if (text.trim() === '') return null;
  const checked = checkEntities(text, entities);
  return {
    text,
    ...(checked.length === 0 ? {} : { entities: checked }),
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(topicId === undefined ? {} : { topicId }),
  };
}

export function shownDraft(draft: StoredDraft, at: Date): Draft {
  return { ...draft, at: at.toISOString() };
}
