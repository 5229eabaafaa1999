import { describe, expect, test } from 'vitest';
import { invalidInput, Manifest, manifestSchema, siteOf } from './index.ts';

const least = {
  app_id: 'hello',
  name: { ru: 'Привет', en: 'Hello' },
  version: { code: 1, name: '1.0' },
  kind: 'bundle',
};
const purpose = { ru: 'Чтобы обращаться по имени', en: 'To greet you by name' };

/** Field and words of the first refusal, or null. */
function refusalOf(change: object): { field: string | undefined; message: string } | null {
  const parsed = Manifest.safeParse({ ...least, ...change });
  if (parsed.success) return null;
  const { field, message } = invalidInput(parsed.error);
  return { field, message };
}

test('the least manifest opens index.html everywhere, asks for nothing and reaches nothing', () => {
  expect(Manifest.parse(least)).toEqual({
    ...least,
    pages: ['index.html'],
    icons: [],
    scopes: [],
    network_hosts: [],
    device_features: [],
    category: 'other',
    audience: ['people'],
    minimum_age: 0,
    entry_points: ['catalogue', 'chat'],
  });
});

test('a whole manifest is accepted', () => {
  expect(
    refusalOf({
      $schema: 'https://veche.example/api/schemas/app.json',
      description: purpose,
      platform_version: { min_code: 1 },
      pages: ['index.html', 'pages/help.html'],
      icons: [
        { src: 'icons/app.svg', sizes: 'any' },
        { src: 'icons/app.png', sizes: '192x192' },
      ],
      bot: 'city_bot',
      scopes: [{ scope: 'name', purpose, retention_days: 30 }],
      network_hosts: ['api.example.org', '*.tiles.example.org', 'xn--80aswg.xn--p1ai'],
      device_features: ['clipboard-write'],
      audience: ['people', 'schools'],
      minimum_age: 12,
      entry_points: ['chat'],
    }),
  ).toBeNull();
});

test.each([
  ['an id with capitals', { app_id: 'Hello' }, 'app_id'],
  [
    'a description that turns letters around',
    { description: { ...purpose, ru: 'за \u202eьтачирт' } },
    'description.ru',
  ],
  [
    'a purpose of two lines',
    { scopes: [{ scope: 'name', purpose: { ...purpose, en: 'To greet\nYou agreed' }, retention_days: 0 }] },
    'scopes.0.purpose.en',
  ],
  [
    'a template without leave to notify',
    { notifications: [{ id: 'ready', text: purpose, values: {} }] },
    'notifications',
  ],
  ['a name in one language', { name: { ru: 'Привет' } }, 'name.en'],
  ['a version of words', { version: { code: '1', name: '1' } }, 'version.code'],
  ['an unknown kind', { kind: 'lti' }, 'kind'],
  ['a newer platform', { platform_version: { min_code: 99 } }, 'platform_version.min_code'],
  ['a page that climbs', { pages: ['../index.html'] }, 'pages.0'],
  ['a page that is a script', { pages: ['index.html', 'app.js'] }, 'pages.1'],
  ['an icon of another kind', { icons: [{ src: 'a.gif', sizes: 'any' }] }, 'icons.0.src'],
  ['an icon that is not square', { icons: [{ src: 'a.png', sizes: '10x20' }] }, 'icons.0.sizes'],
  ['a scope there is not', { scopes: [{ scope: 'passport', purpose, retention_days: 0 }] }, 'scopes.0.scope'],
  [
    'a scope without a purpose in English',
    { scopes: [{ scope: 'name', purpose: { ru: 'Да' }, retention_days: 0 }] },
    'scopes.0.purpose.en',
  ],
  ['a scope that is kept no stated time', { scopes: [{ scope: 'name', purpose }] }, 'scopes.0.retention_days'],
  ['a feature that listens', { device_features: ['microphone'] }, 'device_features.0'],
  ['an age there is no mark for', { minimum_age: 13 }, 'minimum_age'],
  ['nowhere to open it', { entry_points: [] }, 'entry_points'],
  ['a misspelt field', { entry_point: ['chat'] }, 'entry_point'],
])('%s is refused by its field', (_what, change, field) => {
  const refusal = refusalOf(change);
  expect(refusal?.field).toBe(field);
  expect(refusal?.message).toMatch(/^\S+: .{10,}/);
});

test.each([
  '127.0.0.1',
  '10.0.0.1',
  '[::1]',
  '2130706433',
  '0x7f.1',
  'localhost',
  'app.localhost',
  'printer.local',
  'db.internal',
  '*',
  '*.org',
  '*.*.example.org',
  'a.*.example.org',
  'https://example.org',
  'example.org:8443',
  'example.org/path',
  'Example.org',
  'пример.рф',
  "example.org; script-src 'unsafe-inline'",
  'example.org https://other.example',
  'example',
  '-a.example.org',
])('the network host %s is refused', (host) => {
  expect(refusalOf({ network_hosts: [host] })?.field).toBe('network_hosts.0');
});

describe('an app on a site of its own', () => {
  const { kind: _kind, ...face } = least;
  const site = { ...face, kind: 'url', url: 'https://app.example.org/start?from=veche' };
  const refusedField = (change: object): string | undefined => {
    const { error } = Manifest.safeParse({ ...site, ...change });
    return error === undefined ? undefined : invalidInput(error).field;
  };

  test('has an address and no pages, and what was read once is read the same again', () => {
    const manifest = Manifest.parse(site);
    expect(manifest).not.toHaveProperty('pages');
    expect(Manifest.parse(manifest)).toEqual(manifest);
    expect(siteOf(manifest)).toBe('https://app.example.org');
    expect(siteOf(Manifest.parse(least))).toBeNull();
  });

  test.each([
    'https://app.example.org',
    'https://app.example.org:8443/',
    'https://xn--80aswg.xn--p1ai/',
    'http://127.0.0.1:5173/',
    'http://localhost/app',
  ])('may be at %s', (url) => {
    expect(refusedField({ url })).toBeUndefined();
  });

  test.each([
    'http://app.example.org/',
    'http://127.0.0.1:65536/',
    'https://app.example.org:444/',
    'https://dmitry:secret@app.example.org/',
    'https://app.example.org/#part',
    'https://app.example.org\\@other.example/',
    'https://app.example.org; script-src *',
    'https://127.0.0.1/',
    'https://10.0.0.1/',
    'https://[::1]/',
    'https://localhost/',
    'https://app.localhost/',
    'https://printer.local/',
    'https://db.internal:8443/x',
    'https://пример.рф/',
    'https://App.example.org/',
    'javascript:alert(1)',
    '//app.example.org/',
    `https://app.example.org/${'a'.repeat(1024)}`,
  ])('is not at %s', (url) => {
    expect(refusedField({ url })).toBe('url');
  });

  test.each([
    ['url', { url: undefined }],
    ['url', { kind: 'bundle' }],
    ['pages', { pages: ['index.html'] }],
    ['icons', { icons: [{ src: 'a.svg', sizes: 'any' }] }],
    ['network_hosts', { network_hosts: ['api.example.org'] }],
    ['launch_form', { launch_form: 'vk' }],
  ])('is refused by %s where that does not go with the kind', (field, change) => {
    expect(refusedField(change)).toBe(field);
  });
});

test('what stands twice is refused', () => {
  const scope = { scope: 'name', purpose, retention_days: 0 };
  expect(refusalOf({ scopes: [scope, scope] })?.field).toBe('scopes');
  expect(refusalOf({ network_hosts: ['a.example', 'a.example'] })?.field).toBe('network_hosts');
});

test('the JSON Schema has every field, requires what has no default and refuses what is unknown', () => {
  const schema = manifestSchema('https://veche.example/api/schemas/app.json') as {
    $schema: string;
    $id: string;
    properties: Record<string, unknown>;
    required: string[];
    additionalProperties: boolean;
  };
  expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
  expect(schema.$id).toBe('https://veche.example/api/schemas/app.json');
  expect(Object.keys(schema.properties)).toEqual(Object.keys(Manifest.shape));
  expect(schema.required.sort()).toEqual(Object.keys(least).sort());
  expect(schema.additionalProperties).toBe(false);
});
