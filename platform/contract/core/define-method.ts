import type { z } from 'zod';
import type { ErrorCode } from './errors.ts';

/**
 * What a caller must hold to use a method. `public` needs nothing, `session` needs a signed-in person;
 * the others are named rights that persons hold on their own account and that bots and apps are granted.
 */
export const scopes = {
  public: 'Anyone, signed in or not.',
  session: 'A person signed in on a device; never a bot or an app.',
  'profile:read': "See the account's own name and language.",
  'chats:read': 'See the chats the account is in.',
  'chats:write': 'Create chats, join them and bring others in.',
  'chats:manage': "Manage members, admins, links and the face of chats, as far as the account's own rights in each go.",
  'messages:read': 'Read messages in those chats.',
  'messages:write': 'Send, edit and delete own messages; react; press buttons.',
  'media:read': 'See the files of messages the account was told.',
  'media:write': 'Upload files to send.',
  'bot:face': 'Set what people see of the bot: commands, descriptions, the menu button.',
  'bot:notify': 'Tell people something by a template of the app, as far as they let it.',
  'bot:updates': 'Take the updates of the bot and answer button presses.',
} as const;
export type Scope = keyof typeof scopes;

/**
 * How a repeat is handled. `read`: changes nothing. `natural`: doing it twice is the same as once.
 * `key`: the input's `clientId` names the act; a repeat gets the first answer, a repeat with another content is
 * refused with `idempotency_conflict`. `once`: a repeat is a new act or a typed refusal (codes, tokens).
 */
export type Idempotency = 'read' | 'natural' | 'key' | 'once';

export interface Method<
  Name extends string = string,
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
> {
  readonly name: Name;
  readonly summary: string;
  readonly scope: Scope;
  readonly idempotency: Idempotency;
  readonly input: Input;
  /** A narrower form that most inputs have. It is tried first because it costs less; `input` reads the same from it. */
  readonly usualInput?: z.ZodType;
  readonly output: Output;
  /** The codes this method adds to those every method may answer (see `commonErrors`). */
  readonly errors: readonly ErrorCode[];
  /** Largest accepted body in bytes; 256 KiB when absent. */
  readonly maxBodyBytes?: number;
  /** Calls one caller may make in a minute; 600 when absent. */
  readonly perMinute?: number;
}

/** Codes that any method may answer. */
export const commonErrors: readonly ErrorCode[] = [
  'malformed',
  'invalid_input',
  'unauthenticated',
  'session_ended',
  'forbidden',
  'too_large',
  'rate_limited',
  'unavailable',
  'internal',
];

/** Largest body of a call in bytes, unless the method states its own. */
export const DEFAULT_MAX_BODY_BYTES = 256 * 1024;

/** Calls a caller may make of one method in a minute, unless the method states its own. */
export const DEFAULT_PER_MINUTE = 600;

/** Defines a capability once; HTTP, WebSocket, the reference and the SDKs are made from the result. */
export function defineMethod<const Name extends string, Input extends z.ZodType, Output extends z.ZodType>(
  method: Method<Name, Input, Output>,
): Method<Name, Input, Output> {
  return method;
}

export type InputOf<M extends Method> = z.input<M['input']>;
export type ParsedInputOf<M extends Method> = z.output<M['input']>;
export type OutputOf<M extends Method> = z.output<M['output']>;
/** What a handler returns: unbranded values are accepted where the wire has none. */
export type ResultOf<M extends Method> = z.input<M['output']>;
