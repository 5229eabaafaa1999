import { z } from 'zod';
import { Language } from './accounts.ts';
import { StartParam } from './core/app-link.ts';
import { defineMethod } from './core/define-method.ts';
import { AccountId, AppId, ChatId, MessageId, OrganisationId, Timestamp } from './core/ids.ts';
import { Release, ReleaseId, ReleaseLogEntry, ReleaseSignature } from './releases.ts';
import { AppSlug, BundlePath, deviceFeatures, EntryPoint, Manifest } from './manifest.ts';
import { OrganisationFace } from './organisations.ts';

export { LAUNCH_SECONDS } from './core/bridge-protocol.ts';

/** Largest bundle in bytes, all files together, and most files in it. */
export const MAX_BUNDLE_BYTES = 8 * 1024 * 1024;
export const MAX_BUNDLE_FILES = 500;

/** Registrations without a bot that one person may have, and releases that one app may keep with their bytes. */
export const MAX_APPS_PER_OWNER = 50;
export const MAX_RELEASES = 1_000;
export const MAX_RELEASE_BYTES = 2 * 1024 ** 3;

/** A file of a bundle. */
export const BundleFile = z.strictObject({ path: BundlePath, contentBase64: z.base64() });

/** Most mini-apps at hand in one chat. */
export const MAX_CHAT_APPS = 12;

export const App = z.object({
  appId: AppId,
  slug: AppSlug,
  name: z.string(),
  description: z.string().optional(),
  /** Address on this server of its picture, WebP of 192 x 192; what is under an address never changes. */
  icon: z.string().optional(),
  /** The bot that shares the registration: whom to ask when the app fails. */
  botId: AccountId.optional(),
  /** Hex sha256 of the live release; absent when the app has no mini-app yet. */
  release: z.string().optional(),
  /** Age in years from which the app is suitable. */
  minimumAge: z.int(),
  /** Which organisation owns it; absent when a person does. */
  organisation: OrganisationFace.optional(),
  updatedAt: Timestamp,
});
export type App = z.infer<typeof App>;

const howToPublish = {
  /** Needed once the app has a key, and always where releases are reviewed. The first one registers its key. */
  signed: ReleaseSignature.optional(),
  /**
   * What becomes of the release. `live`: a development server gives it to everyone at once, another one puts it up for
   * review.
   */
  as: z.enum(['draft', 'live']).default('live'),
};

const Published = z.object({
  app: App,
  release: Release,
  /** Key for checking launch data, in the form `<app id>:<secret>`; only at registration of an app without a bot. */
  token: z.string().optional(),
});

export const publish = defineMethod({
  name: 'apps.publish',
  summary:
    'Publishes a mini-app, its files or the address of its own site: registers it at the first call, makes a new release at each other content.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({
    manifest: Manifest,
    /** Empty with the kind `url`. */
    files: z.array(BundleFile).max(MAX_BUNDLE_FILES),
    ...howToPublish,
  }),
  output: Published,
  errors: ['conflict', 'not_found', 'too_large'],
  maxBodyBytes: 12 * 1024 * 1024,
  perMinute: 20,
});

export const publishZip = defineMethod({
  name: 'apps.publishZip',
  summary: 'The same from a zip that has app.json and the files of the bundle at its root.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({
    zipBase64: z.base64().meta({ examples: ['UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA=='] }),
    /** sha256 of each file but app.json; what differs, lacks or is too much is refused by its name. */
    hashes: z.record(BundlePath, ReleaseId).optional(),
    ...howToPublish,
  }),
  output: Published,
  errors: ['conflict', 'not_found', 'too_large'],
  maxBodyBytes: 12 * 1024 * 1024,
  perMinute: 20,
});

export const rotateToken = defineMethod({
  name: 'apps.rotateToken',
  summary:
    'Gives an app that the caller acts for, or the bot that shares its registration, a new token, shown this once; the old one stops at once, signs no launch any more, and the address for updates is to be set anew.',
  scope: 'session',
  idempotency: 'once',
  input: z.strictObject({ app: AppSlug }),
  output: z.object({ token: z.string() }),
  errors: ['not_found'],
  perMinute: 5,
});

export const launch = defineMethod({
  name: 'apps.launch',
  summary: 'Opens a mini-app: answers its address with signed launch data for the caller.',
  scope: 'session',
  idempotency: 'once',
  input: z.strictObject({
    app: AppSlug,
    language: Language.default('ru'),
    chatId: ChatId.optional(),
    messageId: MessageId.optional(),
    startParam: StartParam.optional(),
    /** Of a link for testers: opens the release it belongs to. For moderators also the id of a release in review. */
    testKey: z.string().max(64).optional(),
    /** Opened through this organisation of the caller, which has installed it: ends with either. */
    organisationId: OrganisationId.optional(),
  }),
  output: z.object({
    app: App,
    launchId: z.string(),
    /** Origin of the app; the bridge speaks with this one only. */
    origin: z.string(),
    /** Address of the frame without the fragment that carries theme and launch data. */
    url: z.string(),
    /** Of an app of the kind `url`: the origin of the developer's own site, which is shown within that address. */
    site: z.string().optional(),
    /** What the frame may use of the device. */
    deviceFeatures: z.array(z.enum(deviceFeatures)),
    /** Of the manifest: what the address carries beside the app's own. Absent: ours, which is Telegram's. */
    launchForm: z.enum(['max', 'vk']).optional(),
    /** Signed launch data, url-encoded pairs. */
    initData: z.string(),
    /** Ties the frame to this launch in the bridge handshake. */
    nonce: z.string(),
    /** Where the public log says that this release is given to people; absent with a test key. */
    logEntry: ReleaseLogEntry.optional(),
    /** With a test key: which release is under test, that no log speaks of. */
    underTest: Release.shape.version.optional(),
    /** Until when the launch must be used first. */
    expiresAt: Timestamp,
  }),
  errors: ['not_found', 'conflict'],
  perMinute: 60,
});

export const setInChat = defineMethod({
  name: 'apps.setInChat',
  summary:
    'Puts a mini-app at hand for everyone in a chat, or takes it away: by those who may change what the chat is about, and by both people of a direct chat. The app gets nothing by it before somebody opens it.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ app: AppSlug, chatId: ChatId, isIn: z.boolean() }),
  output: z.object({ changed: z.boolean() }),
  errors: ['not_found', 'conflict'],
  perMinute: 30,
});

export const ofChat = defineMethod({
  name: 'apps.ofChat',
  summary:
    'Mini-apps at hand in a chat of the caller, in the order they came; those that are not published are left out.',
  scope: 'chats:read',
  idempotency: 'read',
  input: z.strictObject({ chatId: ChatId, language: Language.optional() }),
  output: z.object({ apps: z.array(App) }),
  errors: ['not_found'],
});

export const ofBot = defineMethod({
  name: 'apps.ofBot',
  summary:
    'The published mini-app under the same registration as a bot, and where it opens; nothing when there is none.',
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({ botId: AccountId, language: Language.optional() }),
  output: z.object({ app: App.optional(), opensIn: z.array(EntryPoint).optional() }),
  errors: [],
});

export const checkLaunch = defineMethod({
  name: 'apps.checkLaunch',
  summary:
    'Whether what was launched may go on: a window asks after its connection was lost. Stopped are also windows opened through an organisation that took the app away, or that the person has left.',
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({ launchId: z.string().max(64) }),
  output: z.object({
    isStopped: z.boolean(),
    /**
     * `killed`: the release; `uninstalled`: by the person; `takenOut`: of the chat that it was opened in. Absent: the
     * organisation that it was opened through gives it no more.
     */
    why: z.enum(['killed', 'uninstalled', 'takenOut']).optional(),
  }),
  errors: ['not_found'],
});

export const refreshLaunch = defineMethod({
  name: 'apps.refreshLaunch',
  summary:
    'Signs the launch data of an open window once more, with the present moment: for an app that runs for longer than launch data counts as fresh.',
  scope: 'session',
  idempotency: 'once',
  input: z.strictObject({ launchId: z.string().max(64) }),
  output: z.object({ initData: z.string() }),
  errors: ['not_found', 'expired'],
  perMinute: 30,
});

export const appMethods = {
  publish,
  publishZip,
  rotateToken,
  launch,
  checkLaunch,
  refreshLaunch,
  setInChat,
  ofChat,
  ofBot,
};
