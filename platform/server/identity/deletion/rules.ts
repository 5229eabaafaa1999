import { type AccountDeletion, DELETION_PHRASES } from '@veche/contract';

/** Whether someone retyped the phrase, in whichever language. */
export function isDeletionPhrase(text: string): boolean {
  const plain = (phrase: string) =>
    phrase.normalize('NFC').toLowerCase().replaceAll('ё', 'е').trim().replace(/\s+/g, ' ');
  return Object.values(DELETION_PHRASES).some((phrase) => plain(phrase) === plain(text));
}

export interface DeletionRow {
  readonly requestedAt: Date;
  readonly erasesAt: Date;
  readonly startedAt: Date | null;
}

export function toDeletion({ requestedAt, erasesAt }: DeletionRow): AccountDeletion {
  return { requestedAt: requestedAt.toISOString(), erasesAt: erasesAt.toISOString() };
}
