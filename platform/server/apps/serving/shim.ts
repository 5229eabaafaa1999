import { createHash } from 'node:crypto';
import { heartbeat } from '@veche/contract';
import { vendorScripts } from './drop-ins/scripts.ts';

export const SHIM_PATH = '.veche/shim.js';

/**
 * Runs before an app's own scripts, so that SDKs made for other shells work here unchanged:
 * - posts to the parent reach our web origin, whatever target they name, and come back with the source they expect;
 * - the shell's question whether the page is alive is answered, and no script of the app sees it;
 * - objects of the VK bridge cross the border as text, both ways;
 * - where the browser refuses storage to frames, it lasts as long as the page;
 * - text may become markup, but only files of the app's own origin become scripts, and ours for those of other platforms.
 * It is a convenience and no guard: everything it does is checked again by the shell and by the headers.
 */
function shim(webOrigin: string, { ping, pong }: typeof heartbeat, ours: typeof vendorScripts): void {
  const shell = window.parent;
  if (shell !== window) {
    const parent = {
      postMessage: (message: unknown, target?: unknown, transfer?: Transferable[]): void => {
        const options = typeof target === 'object' && target !== null ? (target as WindowPostMessageOptions) : null;
        const isVk =
          typeof message === 'object' && message !== null && 'type' in message && message.type === 'vk-connect';
        const text = isVk ? JSON.stringify(message) : message;
        shell.postMessage(text, webOrigin, transfer ?? options?.transfer ?? []);
      },
    };
    Object.defineProperty(window, 'parent', { value: parent, configurable: true });
    const receive = (event: MessageEvent<unknown>): void => {
      if (event.source !== shell) return;
      event.stopImmediatePropagation();
      if (event.origin !== webOrigin) return;
      if (event.data === ping) return shell.postMessage(pong, webOrigin);
      const { data: given, origin, ports } = event;
      const isVk = typeof given === 'string' && given.startsWith('{"vk-connect":');
      const data = isVk ? (JSON.parse(given) as { 'vk-connect': unknown })['vk-connect'] : given;
      const copy = new MessageEvent('message', { data, origin, ports: [...ports] });
      Object.defineProperty(copy, 'source', { value: parent });
      window.dispatchEvent(copy);
    };
    // Captured and registered first: no listener of the app sees the original.
    window.addEventListener('message', receive, true);
  }

  for (const name of ['localStorage', 'sessionStorage'] as const) {
    try {
      window[name].getItem('');
    } catch {
      const kept = new Map<string, string>();
      const value = {
        getItem: (key: string) => kept.get(String(key)) ?? null,
        setItem: (key: string, text: string) => void kept.set(String(key), String(text)),
        removeItem: (key: string) => void kept.delete(String(key)),
        clear: () => kept.clear(),
        key: (index: number) => [...kept.keys()][index] ?? null,
        get length() {
          return kept.size;
        },
      };
      Object.defineProperty(window, name, { value, configurable: true });
    }
  }

  const policies = (window as { trustedTypes?: { createPolicy(name: string, rules: object): unknown } }).trustedTypes;
  policies?.createPolicy('default', {
    createHTML: (text: string) => text,
    createScriptURL(url: string) {
      const { origin, pathname } = new URL(url, document.baseURI);
      return origin === location.origin ? url : (ours[origin + pathname] ?? null);
    },
  });
}

/** The shim as a script, with the name it may be kept under for ever. */
export function createShim(webOrigin: string): {
  readonly script: string;
  readonly version: string;
  readonly tag: string;
} {
  const given = [webOrigin, heartbeat, vendorScripts].map((value) => JSON.stringify(value)).join(', ');
  const script = `(${shim.toString()})(${given});\n`;
  const version = createHash('sha256').update(script).digest('hex').slice(0, 16);
  return { script, version, tag: `<script src="/${SHIM_PATH}?${version}"></script>` };
}

const head = /<head(?:\s[^>]*)?>/i;
const beforeHead = /^\s*(?:<!doctype[^>]*>)?\s*(?:<html(?:\s[^>]*)?>)?/i;

const source = /(<script\b[^>]*?\ssrc\s*=\s*["']?)(https:\/\/[^\s"'>?]+)(?:\?[^\s"'>]*)?/gi;

/**
 * Puts the shim's tag before everything else in the head, and our scripts for those of other platforms, leaving every
 * other byte of the page as it is.
 */
export function injectShim(page: Uint8Array, tag: string): Uint8Array {
  // Latin-1 maps bytes to characters one to one, whatever the page is written in.
  const text = Buffer.from(page)
    .toString('latin1')
    .replace(source, (all, before: string, address: string) => {
      const ours = vendorScripts[address];
      return ours === undefined ? all : before + ours;
    });
  const match = head.exec(text);
  const at = match === null ? (beforeHead.exec(text)?.[0].length ?? 0) : match.index + match[0].length;
  return Buffer.from(text.slice(0, at) + tag + text.slice(at), 'latin1');
}
