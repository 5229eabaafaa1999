// Scripts of apps for the tests of consent. Each runs in the browser as its own text, so it uses nothing from around it.

/** Asks for what its buttons say and writes what it was answered; tries what it may not, too. */
export function asker(): void {
  const nonce = new URLSearchParams(location.hash.slice(1)).get('vecheNonce');
  const main = document.createElement('main');
  const line = Object.assign(document.createElement('p'), { id: 'answer' });
  const told = Object.assign(document.createElement('p'), { id: 'told' });
  let port: MessagePort | undefined;
  let id = 0;
  const request = (method: string, params: object): void =>
    port?.postMessage(JSON.stringify({ id: (id += 1), method, params }));
  const add = (name: string, press: () => void): void => {
    const button = document.createElement('button');
    button.textContent = name;
    button.addEventListener('click', press);
    main.append(button);
  };
  const ask = (scope: string, more: object = {}) => {
    line.textContent = '…';
    request('people.getAttributes', { scope, ...more });
  };
  add('Имя', () => ask('name'));
  add('Телефон', () => ask('phoneNumber'));
  add('Место', () => ask('location'));
  add('Фото', () => ask('photo'));
  add('Необъявленное', () => ask('publicName'));
  add('Чужой запуск', () => ask('name', { launchId: 'another-launch' }));
  add('Себе', () => {
    line.textContent = '…';
    request('grants.give', { scope: 'name', duration: 'untilRevoked' });
  });
  window.addEventListener('message', (event) => {
    if (event.ports[0] === undefined) return;
    port = event.ports[0];
    port.onmessage = ({ data }: MessageEvent<string>) => {
      const message = JSON.parse(data) as {
        id?: number;
        result?: { values?: object };
        error?: { code: string; field?: string };
        event?: string;
        data?: { scope?: string };
      };
      if (message.event === 'people.grantEnded') told.textContent = `отозвано: ${message.data?.scope}`;
      if (message.id === undefined || message.id === 1) return;
      const { error, result } = message;
      line.textContent = error === undefined ? JSON.stringify(result?.values) : `${error.code} ${error.field ?? ''}`;
    };
    request('app.ready', {});
  });
  main.append(line, told);
  document.body.append(main);
  document.documentElement.lang = 'ru';
  document.title = 'Поликлиника';
  window.parent.postMessage(JSON.stringify({ veche: 'hello', version: 1, nonce }), '*');
}
