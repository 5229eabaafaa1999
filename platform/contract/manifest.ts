import { z } from 'zod';
import { AppScope } from './app-scopes.ts';
import { appCategories } from './core/app-categories.ts';
import { BRIDGE_VERSION } from './core/bridge-protocol.ts';
import { PlainText, ShownName } from './core/text.ts';
import { MAX_TEMPLATES, NotificationTemplate } from './notification-templates.ts';

/** Label of the app's host `<slug>.apps.<web host>`: 3 to 32 small letters, digits and inner hyphens. */
export const AppSlug = z
  .string()
  .regex(
    /^[a-z](?:[a-z0-9]|-(?!-)){1,30}[a-z0-9]$/,
    'must be 3 to 32 small letters, digits or single hyphens, the first a letter',
  );
export type AppSlug = z.infer<typeof AppSlug>;

/** Path of a file within a bundle: relative, with forward slashes, and it never climbs. */
export const BundlePath = z
  .string()
  .max(200)
  .regex(/^(?!.*(?:^|\/)\.\.?(?:\/|$))[\w@+.-]+(?:\/[\w@+.-]+)*$/, 'must be a plain relative path');

/** Words of a developer that people read beside the platform's own. */
const Texts = z.strictObject({ ru: ShownName.max(300), en: ShownName.max(300) });

/** The shelf of the catalogue that an app stands on. */
export const AppCategory = z.enum(appCategories);
export type AppCategory = z.infer<typeof AppCategory>;

const Icon = z.strictObject({
  src: BundlePath.regex(/\.(?:png|svg)$/, 'must be a .png or an .svg file of the bundle'),
  /** `any` for SVG; width and height of a square PNG in pixels otherwise. */
  sizes: z.string().regex(/^(?:any|([1-9]\d{1,3})x\1)$/, 'must be "any", or a square such as "192x192"'),
});

/** A host of the network that an app may reach over https: one, or with `*.` all below it. */
const NetworkHost = z
  .string()
  .max(253)
  .regex(
    /^(?:\*\.(?=[^.]+\.[^.]))?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
    'must be a host name such as "api.example.org" or "*.example.org", without scheme, port and path',
  )
  .regex(/^(?!.*\.(?:localhost|local|internal|home\.arpa|onion)$)/, 'must be a host of the public internet');

/** Where the page of an app of the kind `url` is. Hosts of other alphabets are written in their form of ASCII. */
const SiteAddress = z
  .string()
  .max(1024)
  .regex(
    /^(?:https:\/\/(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?(?::8443)?|http:\/\/(?:127\.0\.0\.1|localhost)(?::\d{1,5})?)(?:\/[^\s#\\]*)?$/,
    'must be such as "https://app.example.org/start": a host in small letters, at port 443 or 8443, without user and fragment; on a development server also "http://127.0.0.1:5173/"',
  )
  .regex(
    /^(?!https:\/\/[^:/]*\.(?:localhost|local|internal|home\.arpa|onion)(?:[:/]|$))/,
    'must be on a host of the public internet',
  )
  .refine((text) => URL.canParse(text), 'must be an address that browsers open');

const ScopeRequest = z.strictObject({
  scope: AppScope,
  /** What for, as the person is told. */
  purpose: Texts,
  /** Days that the app keeps what it got; 0: no longer than the window is open. */
  retention_days: z.int().min(0).max(3650),
});

/** Where an app opens: from the list of apps, within a chat. */
export const EntryPoint = z.enum(['catalogue', 'chat']);

/** What an app may use of a device without asking; what looks at people or hears them is no part of it. */
export const deviceFeatures = ['autoplay', 'clipboard-write', 'gamepad', 'screen-wake-lock'] as const;

const each = <T>(list: readonly T[], keyOf: (one: T) => unknown): boolean =>
  new Set(list.map(keyOf)).size === list.length;

/**
 * What a developer states about an app, in `app.json`. Names follow W3C MiniApp Manifest where it has them; its
 * `req_permissions` are our `scopes`.
 */
export const Manifest = z
  .strictObject({
    /** Address of the JSON Schema, for editors. */
    $schema: PlainText.max(300).optional(),
    app_id: AppSlug,
    name: z.strictObject({ ru: ShownName.max(64), en: ShownName.max(64) }),
    description: Texts.optional(),
    version: z.strictObject({ code: z.int().min(1), name: ShownName.max(32) }),
    /** The oldest version of the bridge that the app works with. */
    platform_version: z.strictObject({ min_code: z.int().min(1).max(BRIDGE_VERSION) }).optional(),
    /** `bundle`: we serve its files. `url`: a page on the developer's own site, which proves that it wants to be the app's. */
    kind: z.enum(['bundle', 'url']),
    /** With the kind `url`: where it begins. */
    url: SiteAddress.optional(),
    /** In whose form the app is told who opened it, when it is neither ours nor Telegram's, which are one. */
    launch_form: z.enum(['max', 'vk']).optional(),
    /** Pages of the bundle; the first is where the app begins. Without it `["index.html"]`. */
    pages: z
      .array(BundlePath.regex(/\.html$/i, 'must be an .html file of the bundle'))
      .min(1)
      .max(100)
      .optional(),
    icons: z.array(Icon).max(8).default([]),
    /** Public name of the bot under the same registration; launch data is then signed with the bot's token. */
    bot: PlainText.max(64).optional(),
    scopes: z
      .array(ScopeRequest)
      .max(30)
      .refine((list) => each(list, ({ scope }) => scope), 'must name each scope once')
      .default([]),
    /** What it may tell a person outside of its window; needs the scope `notifications`. */
    notifications: z
      .array(NotificationTemplate)
      .max(MAX_TEMPLATES)
      .refine((list) => each(list, ({ id }) => id), 'must name each template once')
      .optional(),
    /** Hosts that the app's pages may fetch data and pictures from. */
    network_hosts: z
      .array(NetworkHost)
      .max(10)
      .refine((list) => each(list, (host) => host), 'must name each host once')
      .default([]),
    device_features: z
      .array(z.enum(deviceFeatures))
      .refine((list) => each(list, (feature) => feature), 'must name each feature once')
      .default([]),
    category: AppCategory.default('other'),
    /** For whom the app is made. */
    audience: z
      .array(z.enum(['people', 'schools', 'agencies', 'business']))
      .min(1)
      .max(4)
      .default(['people']),
    /** Age in years from which the app is suitable. */
    minimum_age: z.union([z.literal(0), z.literal(6), z.literal(12), z.literal(16), z.literal(18)]).default(0),
    /** Where it is opened: from the list of all apps, within a chat, or both. */
    entry_points: z.array(EntryPoint).min(1).max(2).default(['catalogue', 'chat']),
  })
  .refine(
    ({ notifications, scopes }) => notifications === undefined || scopes.some(({ scope }) => scope === 'notifications'),
    { message: 'needs the scope notifications', path: ['notifications'] },
  )
  .superRefine((manifest, context) => {
    const refuse = (field: string, message: string): void =>
      context.addIssue({ code: 'custom', path: [field], message });
    if (manifest.kind === 'bundle') {
      if (manifest.url !== undefined) refuse('url', 'belongs to the kind "url" alone');
      return;
    }
    if (manifest.url === undefined) refuse('url', 'must say where the page of an app of this kind is');
    for (const field of ['pages', 'icons', 'network_hosts', 'launch_form'] as const)
      if (manifest[field] !== undefined && manifest[field].length > 0)
        refuse(field, 'belongs to the kind "bundle" alone: we serve nothing of an app on a site of its own');
  })
  .overwrite((manifest) =>
    manifest.kind === 'bundle' ? { ...manifest, pages: manifest.pages ?? ['index.html'] } : manifest,
  );
export type Manifest = z.infer<typeof Manifest>;

/** Origin of the developer's own site, null for an app whose files we serve. */
export function siteOf({ url }: Pick<Manifest, 'url'>): string | null {
  return url === undefined ? null : new URL(url).origin;
}

/** The JSON Schema of `app.json` (draft 2020-12), at the address where a server publishes it. */
export function manifestSchema(address: string): object {
  const schema = z.toJSONSchema(Manifest, { io: 'input' });
  return { ...schema, $id: address, title: 'app.json: the manifest of a mini-app' };
}
