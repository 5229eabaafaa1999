import { z } from 'zod';

/** Ids are integers below 2^52, so they survive JSON, JavaScript and both bot dialects unharmed. */
export const MAX_ID = 2 ** 52 - 1;

const id = () => z.int().min(1).max(MAX_ID);

/** A person or a bot. */
export const AccountId = id().brand<'AccountId'>();
export type AccountId = z.infer<typeof AccountId>;

/** A conversation: direct, group, channel or saved messages. */
export const ChatId = id().brand<'ChatId'>();
export type ChatId = z.infer<typeof ChatId>;

/** Number of an event in its chat's log; gapless from 1. */
export const Seq = z.int().min(0).max(MAX_ID).brand<'Seq'>();
export type Seq = z.infer<typeof Seq>;

/** A message is named by the seq of the event that created it. */
export const MessageId = id().brand<'MessageId'>();
export type MessageId = z.infer<typeof MessageId>;

/** A signed-in device of an account. */
export const SessionId = z.uuid().brand<'SessionId'>();
export type SessionId = z.infer<typeof SessionId>;

/** What a developer publishes: bot, mini-app and functions under one registration. */
export const AppId = id().brand<'AppId'>();
export type AppId = z.infer<typeof AppId>;

/** An agency, a school or a company that people act for. */
export const OrganisationId = id().brand<'OrganisationId'>();
export type OrganisationId = z.infer<typeof OrganisationId>;

/** A stored file, or the upload that becomes it. */
export const FileId = id().brand<'FileId'>();
export type FileId = z.infer<typeof FileId>;

/** A pack of stickers. */
export const PackId = id().brand<'PackId'>();
export type PackId = z.infer<typeof PackId>;

/** Chosen by the client; the same id sent twice is one act, answered twice alike. */
export const ClientId = z.uuid().toLowerCase().brand<'ClientId'>();
export type ClientId = z.infer<typeof ClientId>;

/** Moment in time: ISO 8601 in UTC with milliseconds, as `Date.toISOString` writes it. */
export const Timestamp = z.iso.datetime({ precision: 3 });
export type Timestamp = z.infer<typeof Timestamp>;
