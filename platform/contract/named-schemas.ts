import { LedgerEntry, TreeHead } from './access-ledger.ts';
import { Account } from './accounts.ts';
import { AppScope } from './app-scopes.ts';
import { AppNotification } from './app-notifications.ts';
import { App, BundleFile } from './apps.ts';
import { ReportedApp } from './app-reports.ts';
import { CatalogueApp } from './catalogue.ts';
import { Import, ImportItem } from './archive-imports.ts';
import { Export } from './archives.ts';
import { BotCall, UpdateDelivery } from './bot-console.ts';
import { BotCommand, ChatBot } from './bot-face.ts';
import { BotUpdate } from './bot-updates.ts';
import { Bot } from './bots.ts';
import { Call, CallSignal, IceSettings } from './calls.ts';
import { Chat, Member } from './chat.ts';
import { Contact } from './contacts.ts';
import { ErrorBody, ErrorCode } from './core/errors.ts';
import {
  AccountId,
  AppId,
  ChatId,
  ClientId,
  FileId,
  MessageId,
  OrganisationId,
  Seq,
  SessionId,
  Timestamp,
} from './core/ids.ts';
import type { NamedSchema } from './core/openapi.ts';
import { AccountEvent, ChatEvent } from './events.ts';
import { Folder } from './folders.ts';
import { Grant } from './grants.ts';
import { ClientFrame, ServerFrame } from './frames.ts';
import { Session } from './identity.ts';
import { FileKind, MediaFile } from './media.ts';
import { Ban } from './members.ts';
import { Organisation, OrganisationFace, OwnOrganisation } from './organisations.ts';
import { Passkey } from './passkeys.ts';
import { SecondFactor } from './second-factor.ts';
import { Topic } from './topics.ts';
import { InlineResult } from './inline.ts';
import { InstalledApp } from './installations.ts';
import { Invite, InviteId } from './invites.ts';
import { ChatCard } from './public-names.ts';
import { LinkPreview } from './link-previews.ts';
import { Keyboard } from './keyboards.ts';
import { Button, ButtonAction, Message } from './messages.ts';
import { PrivacyRule } from './privacy.ts';
import { ChatAction, Presence } from './presence.ts';
import { ReactionCount } from './reactions.ts';
import { Release, ReleaseInReview, ReleaseLogEntry } from './releases.ts';
import { Scheduled } from './scheduled.ts';
import { Position } from './receipts.ts';

/** What the reference and the OpenAPI document call by name, in the order of the reference page. */
export const namedSchemas: readonly NamedSchema[] = [
  { name: 'AccountId', schema: AccountId, description: 'A person or a bot.' },
  { name: 'ChatId', schema: ChatId, description: 'A conversation.' },
  {
    name: 'Seq',
    schema: Seq,
    description: "Number of an event in its log; a chat's numbers have no gaps and start at 1.",
  },
  {
    name: 'MessageId',
    schema: MessageId,
    description: 'A message within its chat: the seq of the event that created it.',
  },
  { name: 'SessionId', schema: SessionId, description: 'A signed-in device of an account.' },
  { name: 'AppId', schema: AppId, description: 'What a developer publishes under one registration.' },
  { name: 'OrganisationId', schema: OrganisationId, description: 'An agency, a school or a company.' },
  { name: 'FileId', schema: FileId, description: 'A stored file, or the upload that becomes it.' },
  {
    name: 'ClientId',
    schema: ClientId,
    description: 'Chosen by the client; the same id sent twice is one act, answered twice alike.',
  },
  { name: 'Timestamp', schema: Timestamp, description: 'ISO 8601 in UTC with milliseconds.' },
  { name: 'Account', schema: Account, description: 'A person or a bot as others see it.' },
  { name: 'Session', schema: Session, description: 'A signed-in device.' },
  { name: 'Passkey', schema: Passkey, description: 'A key that signs its owner in without a number.' },
  {
    name: 'SecondFactor',
    schema: SecondFactor,
    description: 'The additional password, asked for after the code from the phone.',
  },
  { name: 'Chat', schema: Chat, description: 'A chat as one of its members sees it.' },
  { name: 'Member', schema: Member, description: 'An account in a chat, with its role.' },
  { name: 'InviteId', schema: InviteId, description: 'A link into a chat, within that chat.' },
  { name: 'Invite', schema: Invite, description: 'A link into a group or channel, as who may change it sees it.' },
  { name: 'ChatCard', schema: ChatCard, description: 'A group or channel as it is shown to who may join it.' },
  { name: 'Ban', schema: Ban, description: 'Who may not come into a chat.' },
  {
    name: 'Message',
    schema: Message,
    description: 'A message as it stands now, after edits. A deleted one keeps its place and loses its content.',
  },
  { name: 'FileKind', schema: FileKind, description: 'What a file is for, as its sender means it.' },
  {
    name: 'MediaFile',
    schema: MediaFile,
    description:
      'A stored file. Content at `/files/<fileId>`, preview at `/files/<fileId>/thumbnail`, both with `?chat=&message=`.',
  },
  { name: 'LinkPreview', schema: LinkPreview, description: 'What the page of a link says of itself.' },
  { name: 'Topic', schema: Topic, description: 'A topic of a group as a member sees it.' },
  { name: 'ReactionCount', schema: ReactionCount, description: 'How often an emoji was put on a message.' },
  { name: 'Presence', schema: Presence, description: 'Whether a person is here, as far as the reader may know.' },
  { name: 'ChatAction', schema: ChatAction, description: 'What somebody is doing in a chat right now.' },
  { name: 'Call', schema: Call, description: 'A call of two people as one of them sees it.' },
  { name: 'CallSignal', schema: CallSignal, description: 'What the two devices of a call tell each other.' },
  { name: 'IceSettings', schema: IceSettings, description: 'Where the connections of a call go out from.' },
  { name: 'Position', schema: Position, description: 'How far a member has come in a chat.' },
  { name: 'Button', schema: Button, description: 'A button under a message of a bot.' },
  { name: 'ButtonAction', schema: ButtonAction, description: 'What happens when a button is pressed.' },
  { name: 'Keyboard', schema: Keyboard, description: 'Keys that a bot offers in place of writing.' },
  { name: 'ChatEvent', schema: ChatEvent, description: "One entry of a chat's log. Apply `have + 1`, drop `<= have`." },
  { name: 'AccountEvent', schema: AccountEvent, description: "One entry of an account's private log." },
  { name: 'Contact', schema: Contact, description: 'A person the account knows.' },
  { name: 'PrivacyRule', schema: PrivacyRule, description: 'Who may know or do something.' },
  { name: 'Scheduled', schema: Scheduled, description: 'A message that is to be sent later.' },
  { name: 'Folder', schema: Folder, description: 'A view of the chat list.' },
  { name: 'Bot', schema: Bot, description: 'A bot as its owner sees it.' },
  { name: 'BotCommand', schema: BotCommand, description: 'What a person may ask of a bot by `/command`.' },
  { name: 'ChatBot', schema: ChatBot, description: 'A bot of a chat as one of its members meets it.' },
  { name: 'InlineResult', schema: InlineResult, description: 'What a bot has for the query of a person.' },
  { name: 'BotUpdate', schema: BotUpdate, description: 'What a bot is told; numbered per bot without gaps.' },
  { name: 'UpdateDelivery', schema: UpdateDelivery, description: 'How the delivery of an update to a bot stands.' },
  { name: 'BotCall', schema: BotCall, description: 'A call that a bot made, without its content.' },
  { name: 'AppNotification', schema: AppNotification, description: 'What an app told a person by a template.' },
  { name: 'ReportedApp', schema: ReportedApp, description: 'A mini-app that people reported, as moderators see it.' },
  { name: 'CatalogueApp', schema: CatalogueApp, description: 'A mini-app as the catalogue shows it.' },
  { name: 'InstalledApp', schema: InstalledApp, description: 'A mini-app that a person has.' },
  { name: 'App', schema: App, description: 'A mini-app.' },
  { name: 'AppScope', schema: AppScope, description: 'What an app may ask a person for.' },
  { name: 'OrganisationFace', schema: OrganisationFace, description: 'An organisation as anyone is shown it.' },
  { name: 'Organisation', schema: Organisation, description: 'An organisation as its people and moderators see it.' },
  { name: 'OwnOrganisation', schema: OwnOrganisation, description: "An organisation with one's own place in it." },
  { name: 'Grant', schema: Grant, description: 'The consent of a person to one scope of one app.' },
  { name: 'LedgerEntry', schema: LedgerEntry, description: "One entry of a person's access ledger." },
  { name: 'TreeHead', schema: TreeHead, description: 'A signed state of the transparency log.' },
  { name: 'Release', schema: Release, description: 'A version of a mini-app, named by its content.' },
  { name: 'ReleaseInReview', schema: ReleaseInReview, description: 'A release that waits for a moderator.' },
  { name: 'ReleaseLogEntry', schema: ReleaseLogEntry, description: 'An entry of the public log of releases.' },
  { name: 'BundleFile', schema: BundleFile, description: 'A file of a hosted mini-app.' },
  { name: 'Export', schema: Export, description: 'A copy of an account or of one chat, as a zip.' },
  { name: 'Import', schema: Import, description: 'An archive of another messenger on its way into a chat.' },
  { name: 'ImportItem', schema: ImportItem, description: 'What became of an entry of an archive.' },
  { name: 'ErrorCode', schema: ErrorCode, description: 'The closed list of error codes.' },
  { name: 'ErrorBody', schema: ErrorBody, description: 'A refusal or a failure.' },
  { name: 'ClientFrame', schema: ClientFrame, description: 'What a client sends over the WebSocket.' },
  { name: 'ServerFrame', schema: ServerFrame, description: 'What the server sends over the WebSocket.' },
];
