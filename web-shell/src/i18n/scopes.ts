import type { MessageKey, Words } from './words.ts';

const fields: Readonly<Record<string, MessageKey>> = {
  name: 'field.name',
  photo: 'field.photo',
  publicName: 'field.publicName',
  language: 'field.language',
  phoneNumber: 'field.phoneNumber',
  writeAccess: 'field.writeAccess',
  notifications: 'field.notifications',
  latitude: 'field.latitude',
  longitude: 'field.longitude',
  accuracyMeters: 'field.accuracyMeters',
};

/** A field of a scope; one that this shell does not know yet keeps the name that the server gave. */
export function fieldWords({ t }: Words, field: string): string {
  const key = fields[field];
  return key === undefined ? field : t(key);
}

/** How long an app says to keep what it gets. */
export function keptWords({ t }: Words, retentionDays: number): string {
  return retentionDays === 0 ? t('keeps.window') : t('keeps.days', { count: retentionDays });
}
