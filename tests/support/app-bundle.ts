import type { apps as contract, InputOf } from '@veche/contract';

type Publish = InputOf<typeof contract.publish>;

const page = '<!doctype html><html><head><title>Привет</title></head><body></body></html>';

/** What `apps.publish` takes: a mini-app of one page, and what a test adds to it. */
export function appBundle(
  slug: string,
  files: Readonly<Record<string, string>> = {},
  manifest: Partial<Publish['manifest']> = {},
): Publish {
  return {
    manifest: {
      app_id: slug,
      name: { ru: `Приложение ${slug}`, en: `App ${slug}` },
      version: { code: 1, name: '1.0' },
      kind: 'bundle',
      ...manifest,
    },
    files: Object.entries({ 'index.html': page, ...files }).map(([path, text]) => ({
      path,
      contentBase64: Buffer.from(text).toString('base64'),
    })),
  };
}
