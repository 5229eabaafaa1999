// Scripts of apps for the tests of windows. Each runs in the browser as its own text, so it uses nothing from around it.

/** A field whose words would be lost, and what the shell said of being in view. */
export function notes(): void {
  const post = (eventType: string, eventData: object = {}): void =>
    window.parent.postMessage(JSON.stringify({ eventType, eventData }), '*');
  const field = document.createElement('input');
  field.setAttribute('aria-label', 'Заметка');
  field.addEventListener('input', () =>
    post('web_app_setup_closing_behavior', { need_confirmation: field.value !== '' }),
  );
  const said: string[] = [];
  const line = document.createElement('p');
  window.addEventListener('message', ({ data }: MessageEvent<string>) => {
    const { eventType, eventData } = JSON.parse(data) as { eventType: string; eventData: { is_visible: boolean } };
    if (eventType !== 'visibility_changed') return;
    said.push(eventData.is_visible ? 'виден' : 'скрыт');
    line.textContent = said.join(' ');
  });
  const main = document.createElement('main');
  main.append(field, line);
  document.body.append(main);
  document.documentElement.lang = 'ru';
  document.title = 'Заметки';
  post('iframe_ready');
}

/** Wants the focus all the time. */
export function grab(): void {
  const field = document.createElement('input');
  const line = document.createElement('p');
  line.textContent = 'хватаю';
  document.body.append(field, line);
  setInterval(() => {
    window.focus();
    field.focus();
  }, 50);
}

/** Asks for more than a person can bear, tries to come before them, and writes what it was answered. */
export function push(): void {
  const nonce = new URLSearchParams(location.hash.slice(1)).get('vecheNonce');
  const line = document.createElement('p');
  const said: string[] = [];
  let port: MessagePort | undefined;
  let id = 0;
  const request = (method: string, params: object): void =>
    port?.postMessage(JSON.stringify({ id: (id += 1), method, params }));
  const ask = (): void => request('app.openLink', { url: 'https://example.org/' });
  window.addEventListener('message', (event) => {
    if (event.ports[0] === undefined) return;
    port = event.ports[0];
    port.onmessage = ({ data }: MessageEvent<string>) => {
      const message = JSON.parse(data) as {
        id?: number;
        error?: { code: string };
        event?: string;
        data?: { isVisible?: boolean };
      };
      if (message.data?.isVisible === false) ask();
      if (message.id === undefined || message.id === 1000) return;
      said.push(`${message.id} ${message.error?.code ?? 'ok'}`);
      line.textContent = said.join(' ');
    };
    port.postMessage(JSON.stringify({ id: 1000, method: 'app.ready' }));
  });
  const add = (name: string, press: () => void): void => {
    const button = document.createElement('button');
    button.textContent = name;
    button.addEventListener('click', press);
    document.body.append(button);
  };
  const cover = (): void => {
    // Asks for the keys again and again: before the question is drawn, and after.
    for (const after of [0, 20, 50, 100, 200, 400])
      setTimeout(() => {
        window.focus();
        document.querySelector('button')?.focus();
      }, after);
    document.documentElement.requestFullscreen().catch(() => undefined);
    document.body.append(Object.assign(document.createElement('dialog'), { textContent: 'поверх' }));
    document.querySelector('dialog')?.showModal();
    setTimeout(() => document.querySelector('dialog')?.remove(), 300);
  };
  add('Спросить', () => {
    ask();
    cover();
  });
  add('Засыпать', () => [1, 2, 3, 4, 5].forEach(ask));
  add('Спросить и уйти', () => {
    ask();
    setTimeout(() => request('app.close', {}), 700);
  });
  document.body.append(line);
  document.documentElement.lang = 'ru';
  window.parent.postMessage(JSON.stringify({ veche: 'hello', version: 1, nonce }), '*');
}

/** Uses presses that were for others, and tries to lie above what it asked. Writes what each method was answered. */
export function cheat(): void {
  const nonce = new URLSearchParams(location.hash.slice(1)).get('vecheNonce');
  const asked: string[] = [];
  const said: Record<string, string> = {};
  const line = document.createElement('p');
  let port: MessagePort | undefined;
  const request = (method: string, params: object = {}): void =>
    port?.postMessage(JSON.stringify({ id: asked.push(method), method, params }));
  window.addEventListener('message', (event) => {
    if (event.ports[0] === undefined) return;
    port = event.ports[0];
    port.onmessage = ({ data }: MessageEvent<string>) => {
      const { id = 0, error } = JSON.parse(data) as { id?: number; error?: { code: string } };
      const method = asked[id - 1]!;
      if (id > 0 && said[method] !== 'ok') said[method] = error?.code ?? 'ok';
      line.textContent = JSON.stringify(said);
    };
    request('app.ready');
  });
  const fill = (): void => request('ui.setFullscreen', { isFullscreen: true });
  const add = (name: string, press: () => void): void => {
    const button = document.createElement('button');
    button.textContent = name;
    button.addEventListener('click', press);
    document.body.append(button);
  };
  add('Накрыть', () => {
    // The screen is filled a moment after it was asked for: by then the question is there.
    fill();
    request('app.openLink', { url: 'https://example.org/' });
    for (const after of [100, 300, 900]) setTimeout(fill, after);
  });
  const lurk = (): void => {
    request('clipboard.write', { text: 'подмена' });
    request('app.openChat', { link: '/cheat_owner' });
    request('ui.hideKeyboard');
    fill();
  };
  // Until its own press is too long ago to count.
  add('Подстеречь', () => setTimeout(() => setInterval(lurk, 200), 6000));
  add('Поделиться', () => request('app.share', { text: 'Игра' }));
  document.body.append(line);
  document.documentElement.lang = 'ru';
  window.parent.postMessage(JSON.stringify({ veche: 'hello', version: 1, nonce }), '*');
}

/** Says in which kind of chat it was opened, and with which word. */
export function tellStart(): void {
  const fragment = new URLSearchParams(location.hash.slice(1));
  const told = new URLSearchParams(fragment.get('tgWebAppData') ?? '');
  document.body.textContent = `${told.get('chat_type') ?? 'none'} ${told.get('start_param') ?? 'none'}`;
}
