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

/** The same of a mini-app whose page is on a site of its developer. */
export function siteApp(slug: string, url: string, manifest: Partial<Publish['manifest']> = {}): Publish {
  return { ...appBundle(slug, {}, { kind: 'url', url, ...manifest }), files: [] };
}

/**
 * A mini-app with one page and one script, given as a function that uses nothing from around it. It is ready when its
 * page is loaded, as apps are that do not speak our dialect.
 */
export function scriptBundle(slug: string, script: () => unknown, { entry = 'index.html', name = slug } = {}): Publish {
  const files = {
    [entry]: '<!doctype html><meta charset="utf-8"><body><script src="/probe.js"></script></body>',
    'probe.js': `(${script.toString()})();`,
  };
  return appBundle(slug, files, { name: { ru: name, en: name }, pages: [entry] });
}
