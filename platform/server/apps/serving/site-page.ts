import { createHash } from 'node:crypto';
import { heartbeat, launchFragment, type Manifest, MAX_BRIDGE_MESSAGE_LENGTH, PAGE_LEFT } from '@veche/contract';
import { escape } from './escape.ts';

export const SITE_SCRIPT_PATH = '.veche/site.js';
export const SITE_STYLE_PATH = '.veche/site.css';

/** The frame fills the page. */
export const siteStyle = `html, body { block-size: 100%; margin: 0; overflow: hidden; }
iframe { display: block; inline-size: 100%; block-size: 100%; border: 0; }
`;

interface Protocol {
  readonly webOrigin: string;
  readonly ping: string;
  readonly pong: string;
  readonly left: string;
  /** What of the fragment says to whom the page speaks. */
  readonly hostField: string;
  readonly longest: number;
}

/**
 * Runs in a page of ours, alone around the frame of an app on a site of its own, and carries what is said between that
 * site and the shell: texts, and from the shell the one port of the bridge. Heard are the shell and that site, each by its
 * window and its exact origin. The page's policy shows that one site in the frame; when the app goes elsewhere, the
 * browser shows nothing and the shell is told.
 */
function carry({ webOrigin, ping, pong, left, hostField, longest }: Protocol): void {
  const frame = document.querySelector('iframe')!;
  const address = frame.dataset['page']!;
  const site = new URL(address).origin;
  const shell = window.parent;
  const tell = (text: string): void => shell.postMessage(text, webOrigin);
  let answers = false;

  window.addEventListener('message', ({ source, origin, data, ports }: MessageEvent<unknown>) => {
    if (typeof data !== 'string') return;
    if (source === shell && origin === webOrigin) {
      // Not every page knows this question. Once it answered, it has to go on by itself.
      if (data === ping && !answers) tell(pong);
      frame.contentWindow?.postMessage(data, site, [...ports]);
    } else if (source === frame.contentWindow && origin === site && data.length <= longest) {
      if (data === pong) answers = true;
      tell(data);
    }
  });
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
    if (effectiveDirective === 'frame-src') tell(left);
  });
  // Who is led into this page is meant to be in the app.
  window.addEventListener('focus', () => frame.focus());

  const fields = new URLSearchParams(location.hash.slice(1));
  fields.set(hostField, location.origin);
  frame.src = `${address}#${fields.toString()}`;
}

/** The script of that page, with the name it may be kept under for ever. */
export function createSiteScript(webOrigin: string): { readonly script: string; readonly version: string } {
  const protocol: Protocol = {
    ...{ webOrigin, ...heartbeat, left: PAGE_LEFT },
    hostField: launchFragment.host,
    longest: MAX_BRIDGE_MESSAGE_LENGTH,
  };
  const script = `(${carry.toString()})(${JSON.stringify(protocol)});\n`;
  return { script, version: createHash('sha256').update(script).digest('hex').slice(0, 16) };
}

/** The page itself. The limits of the frame are those that the shell gives to ours. */
export function sitePage({ name, url = '', device_features }: Manifest, version: string): string {
  return `<!doctype html>
<html lang="ru">
  <head>
    <meta charset="utf-8" />
    <title>${escape(name.ru)}</title>
    <link rel="stylesheet" href="/${SITE_STYLE_PATH}" />
  </head>
  <body>
    <iframe
      title="${escape(name.ru)}"
      data-page="${escape(url)}"
      sandbox="allow-scripts allow-same-origin allow-forms"
      allow="${device_features.join('; ')}"
      referrerpolicy="no-referrer"
    ></iframe>
    <script src="/${SITE_SCRIPT_PATH}?${version}"></script>
  </body>
</html>
`;
}
