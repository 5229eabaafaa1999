import { VecheError } from '@veche/contract/light';

/** Who opened the app, from where and when. Believe it on your own server only after `verifyLaunchData`. */
export interface LaunchData {
  readonly person: {
    readonly id: number;
    /** Empty for an app without a bot, until the person lets it have the name. */
    readonly firstName: string;
    readonly lastName?: string;
    readonly username?: string;
    readonly language?: string;
    /** Whether the app's bot may write to the person. */
    readonly botMayWrite: boolean;
  };
  /** The chat it was opened from. `instance` names the chat to this app alone and stays the same. */
  readonly chat?: { readonly kind: 'saved' | 'direct' | 'group' | 'channel'; readonly instance: string };
  readonly startParam?: string;
  readonly openedAt: Date;
  /** Names this launch. */
  readonly launchId: string;
  /** The signed text as it came: send this to your server. */
  readonly raw: string;
}

const kinds = { sender: 'saved', private: 'direct', supergroup: 'group', channel: 'channel' } as const;

/**
 * Reads launch data without checking its signatures. Throws `malformed` when a field is missing, doubled or of a
 * wrong form.
 *
 * @example
 * const { person, startParam } = readLaunchData(launchData);
 */
export function readLaunchData(raw: string): LaunchData {
  const fields = readPairs(raw);
  const person = readPerson(fields.get('user'));
  const seconds = Number(fields.get('auth_date'));
  const launchId = fields.get('query_id');
  if (person === null || launchId === undefined || !Number.isSafeInteger(seconds) || seconds <= 0) throw malformed();
  const kind = fields.get('chat_type');
  const instance = fields.get('chat_instance');
  const startParam = fields.get('start_param');
  const hasChat = kind !== undefined && instance !== undefined && Object.hasOwn(kinds, kind);
  return {
    person,
    ...(hasChat ? { chat: { kind: kinds[kind as keyof typeof kinds], instance } } : {}),
    ...(startParam === undefined ? {} : { startParam }),
    openedAt: new Date(seconds * 1000),
    launchId,
    raw,
  };
}

/** The pairs of launch data; a key that comes twice could mean two things, so it is refused. */
export function readPairs(raw: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const [key, value] of new URLSearchParams(raw)) {
    if (fields.has(key)) throw malformed();
    fields.set(key, value);
  }
  return fields;
}

function readPerson(text: string | undefined): LaunchData['person'] | null {
  try {
    const user = JSON.parse(text ?? '') as Record<string, unknown>;
    const { id, first_name, last_name, username, language_code, allows_write_to_pm } = user;
    if (!Number.isSafeInteger(id) || typeof first_name !== 'string') return null;
    return {
      id: id as number,
      firstName: first_name,
      ...(typeof last_name === 'string' ? { lastName: last_name } : {}),
      ...(typeof username === 'string' ? { username } : {}),
      ...(typeof language_code === 'string' ? { language: language_code } : {}),
      botMayWrite: allows_write_to_pm === true,
    };
  } catch {
    return null;
  }
}

function malformed(): VecheError {
  return new VecheError('malformed', 'This is not launch data.');
}
