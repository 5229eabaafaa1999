// Apart from app-scopes.ts, so that the shell can have the catalogue without the schemas.

/**
 * How long a person may let an app have something: for one reading, until the app's window is closed, or until the
 * person takes it back.
 */
export const grantDurations = ['once', 'whileOpen', 'untilRevoked'] as const;

interface ScopeEntry {
  /** What an app gets, by name; the only fields that the ledger of uses knows for this scope. */
  readonly fields: readonly [string, ...string[]];
  /** `profile`: what others see of a person anyway; `contact`: how to reach them; `location`: where they are. */
  readonly dataClass: 'profile' | 'contact' | 'location';
  /** `account`: kept by the server; `device`: read on the person's device when it is asked for. */
  readonly source: 'account' | 'device';
  readonly titles: { readonly ru: string; readonly en: string };
  readonly durations: readonly (typeof grantDurations)[number][];
}

/**
 * What an app may ask a person for. Closed: only what the platform can give stands here, and a manifest that declares
 * anything else is refused.
 */
export const appScopeCatalogue = {
  name: {
    fields: ['name'],
    dataClass: 'profile',
    source: 'account',
    titles: { ru: 'Ваше имя', en: 'Your name' },
    durations: grantDurations,
  },
  photo: {
    fields: ['photo'],
    dataClass: 'profile',
    source: 'account',
    titles: { ru: 'Ваша фотография', en: 'Your photo' },
    durations: grantDurations,
  },
  publicName: {
    fields: ['publicName'],
    dataClass: 'profile',
    source: 'account',
    titles: { ru: 'Ваше публичное имя', en: 'Your public name' },
    durations: grantDurations,
  },
  language: {
    fields: ['language'],
    dataClass: 'profile',
    source: 'account',
    titles: { ru: 'Ваш язык', en: 'Your language' },
    durations: grantDurations,
  },
  phoneNumber: {
    fields: ['phoneNumber'],
    dataClass: 'contact',
    source: 'account',
    titles: { ru: 'Ваш номер телефона', en: 'Your phone number' },
    durations: grantDurations,
  },
  writeToMe: {
    fields: ['writeAccess'],
    dataClass: 'contact',
    source: 'account',
    titles: { ru: 'Писать Вам от имени бота', en: 'Write to you as its bot' },
    durations: ['untilRevoked'],
  },
  notifications: {
    fields: ['notifications'],
    dataClass: 'contact',
    source: 'account',
    titles: { ru: 'Присылать Вам уведомления', en: 'Send you notifications' },
    durations: ['once', 'untilRevoked'],
  },
  location: {
    fields: ['latitude', 'longitude', 'accuracyMeters'],
    dataClass: 'location',
    source: 'device',
    titles: { ru: 'Где Вы сейчас', en: 'Where you are now' },
    durations: ['once', 'whileOpen'],
  },
} as const satisfies Record<string, ScopeEntry>;
