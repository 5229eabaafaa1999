// Further ways out, beside those of hostile-apps.ts. Each script runs in the browser as its own text.

/** Tries what leaves no exception to look at: the sink, the page and the browser tell. */
export async function slipOut(): Promise<void> {
  const [sinkPort] = (new URLSearchParams(location.hash.slice(1)).get('tgWebAppStartParam') ?? '').split('-');
  const sink = `http://127.0.0.1:${sinkPort}`;
  const results: Record<string, string> = {};
  const attempt = async (name: string, run: () => unknown): Promise<void> => {
    try {
      const pending = new Promise((resolve) => setTimeout(resolve, 1000, 'nothing happened'));
      results[name] = `got ${String(await Promise.race([run(), pending]))}`;
    } catch (error) {
      results[name] = error instanceof Error ? error.name : String(error);
    }
  };
  const add = <Tag extends keyof HTMLElementTagNameMap>(
    tag: Tag,
    attributes: Record<string, string>,
  ): HTMLElementTagNameMap[Tag] => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    document.body.append(element);
    return element;
  };
  const saved = (content: string): string => URL.createObjectURL(new Blob([content]));

  await attempt('63 middle click', () =>
    add('a', { href: `${sink}/middle` }).dispatchEvent(new MouseEvent('auxclick', { button: 1, bubbles: true })),
  );
  await attempt('64 download of a blob', () => add('a', { href: saved('x'), download: 'x.exe' }).click());
  await attempt('64 download of data', () => add('a', { href: 'data:text/plain,x', download: 'x.exe' }).click());
  await attempt('65 confirm', () => confirm('x'));
  await attempt('65 print', () => print());
  addEventListener('beforeunload', (event) => event.preventDefault());
  await attempt('68 WebTransport', () => new WebTransport(`https://127.0.0.1:${sinkPort}/wt`).ready);
  for (const rel of ['preconnect', 'dns-prefetch', 'modulepreload', 'prerender', 'manifest', 'icon'])
    add('link', { rel, href: `${sink}/${rel}` });
  add('style', {}).textContent = `body { background: url(${sink}/style) }`;
  add('div', { style: `background: url(${sink}/attribute)` });
  await attempt('69 style sheet of the page', () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`body { background: url(${sink}/sheet) }`);
    document.adoptedStyleSheets = [sheet];
  });
  await attempt('69 font', () => new FontFace('x', `url(${sink}/font)`).load());
  await attempt('68 fetch from an empty frame', () => {
    const inner = add('iframe', {}).contentWindow as (Window & typeof globalThis) | null;
    return inner?.fetch(`${sink}/inner`, { mode: 'no-cors' });
  });
  for (const tag of ['portal', 'fencedframe'])
    await attempt(`72 ${tag}`, () => {
      const element = document.createElement(tag);
      element.setAttribute('src', `${sink}/${tag}`);
      document.body.append(element);
    });
  await attempt('74 shared worker', () => {
    const worker = new SharedWorker('/probe.js');
    return new Promise((resolve, reject) => {
      worker.port.onmessage = resolve;
      worker.onerror = () => reject(new TypeError('refused'));
    });
  });
  await attempt('75 base', () => {
    document.head.append(Object.assign(document.createElement('base'), { href: `${sink}/base/` }));
    add('img', { src: 'based.png' });
    if (new URL('x', document.baseURI).origin === location.origin) throw new TypeError('refused');
  });
  for (const name of ['usb', 'serial', 'hid', 'bluetooth'] as const)
    await attempt(`82 ${name}`, () =>
      (navigator as unknown as Record<string, { requestDevice?(o: object): unknown; requestPort?(): unknown }>)[name]![
        name === 'serial' ? 'requestPort' : 'requestDevice'
      ]!({ filters: [{}], acceptAllDevices: true }),
    );
  await attempt('82 microphone', () => navigator.mediaDevices.getUserMedia({ audio: true }));
  await attempt('82 camera', () => navigator.mediaDevices.getUserMedia({ video: true }));
  await attempt('82 screen', () => navigator.mediaDevices.getDisplayMedia());
  await attempt('82 notifications', async () => {
    const answer = await Notification.requestPermission();
    if (answer !== 'granted') throw new TypeError(answer);
  });
  await attempt('82 payment', () =>
    new PaymentRequest([{ supportedMethods: `${sink}/pay` }], {
      total: { label: 'x', amount: { currency: 'RUB', value: '1' } },
    }).show(),
  );
  await attempt('82 passkey', () => navigator.credentials.get({ publicKey: { challenge: new Uint8Array(16) } }));
  await attempt('82 fullscreen', () => document.documentElement.requestFullscreen());
  await attempt('82 pointer lock', () => document.body.requestPointerLock());
  await attempt('82 clipboard', () => navigator.clipboard.writeText('x'));
  await attempt('85 document.domain', () => {
    document.domain = 'localhost';
    return window.top!.document.title;
  });
  const done = document.createElement('pre');
  done.textContent = JSON.stringify(results);
  document.body.replaceChildren(done);
}

/** Asks a STUN server from an empty frame of its own, which no header came with. */
export async function callFromInside(): Promise<void> {
  const [port] = (new URLSearchParams(location.hash.slice(1)).get('tgWebAppStartParam') ?? '').split('-');
  const frame = document.body.appendChild(document.createElement('iframe'));
  document.body.append('began');
  const inner = frame.contentWindow as Window & typeof globalThis;
  const peer = new inner.RTCPeerConnection({ iceServers: [{ urls: `stun:127.0.0.1:${port}` }] });
  peer.createDataChannel('x');
  await peer.setLocalDescription();
}

/** Fills the browser's history, so that going back would never lead out. */
export function trapBack(): void {
  for (let count = 0; count < 40; count++) history.pushState({}, '', `#${count}`);
  addEventListener('popstate', () => history.pushState({}, '', '#again'));
  document.body.textContent = 'trapped';
}

/** Greets the shell, and floods the port it gets. */
export function floodPort(): void {
  const nonce = new URLSearchParams(location.hash.slice(1)).get('vecheNonce');
  window.addEventListener('message', ({ ports: [port] }) => {
    if (port === undefined) return;
    port.postMessage(JSON.stringify({ id: 1, method: 'app.ready', params: {} }));
    for (let id = 2; id < 50_000; id++) port.postMessage(JSON.stringify({ id, method: 'ui.getTheme', params: {} }));
  });
  window.parent.postMessage(JSON.stringify({ veche: 'hello', version: 1, nonce }), '*');
}

/** Keeps the processor to itself for a while, once it is on the screen. */
export function hog(): void {
  document.body.textContent = 'busy';
  setTimeout(() => {
    const until = Date.now() + 6000;
    while (Date.now() < until);
    document.body.textContent = 'done';
  }, 500);
}

/** Looks for what others keep: cookies of the shell, databases, storage of its site. */
export async function rummage(): Promise<void> {
  document.cookie = 'x=1; domain=localhost; path=/';
  const found = {
    cookies: document.cookie,
    databases: (await indexedDB.databases()).length,
    storage: localStorage.length,
    caches: (await caches.keys()).length,
  };
  document.body.textContent = JSON.stringify(found);
}

/** Looks into the frames beside its own, and asks the host of the app in one of them. */
export async function peep(): Promise<void> {
  const top = window.top!;
  // Frames of apps stand in shadow trees, which are counted among no frames; this one stands in the open.
  while (top.frames.length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
  const sibling = top.frames[0]!;
  const results: Record<string, string> = {};
  const attempt = async (name: string, run: () => unknown): Promise<void> => {
    try {
      results[name] = `got ${String(await run())}`;
    } catch (error) {
      results[name] = (error as Error).name;
    }
  };
  const host = location.host.replace('peeper', 'hidden');
  await attempt('document', () => sibling.document.body.textContent);
  await attempt('address', () => sibling.location.href);
  await attempt('storage', () => sibling.localStorage.getItem('x'));
  await attempt('fetch', async () => (await fetch(`${location.protocol}//${host}/probe.js`)).text());
  document.body.append(Object.assign(document.createElement('pre'), { textContent: JSON.stringify(results) }));
}

/** Is as heavy and as large as it can be, and calls itself by the name of the platform. */
export function weigh(): void {
  document.title = 'Вход в Вече';
  parent.postMessage(JSON.stringify({ eventType: 'web_app_expand' }), '*');
  window.resizeTo(9999, 9999);
  const kept: ArrayBuffer[] = [];
  try {
    while (kept.length < 4) kept.push(new ArrayBuffer(2 ** 30));
  } catch {
    // As much as the browser gives.
  }
  const tall = document.createElement('div');
  tall.style.height = '1000000px';
  for (let count = 0; count < 100_000; count++) tall.append(document.createElement('i'));
  const canvas = Object.assign(document.createElement('canvas'), { width: 8192, height: 8192 });
  canvas.getContext('webgl')?.clear(16_384);
  document.body.append(tall, canvas, 'грузно');
  setInterval(() => {
    tall.style.height = `${1_000_000 + (performance.now() % 2) * 1000}px`;
    parent.postMessage(JSON.stringify({ eventType: 'web_app_request_viewport' }), '*');
  }, 100);
}
