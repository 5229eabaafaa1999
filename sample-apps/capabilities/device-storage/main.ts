import { connect, deviceStorage, followTheme, ready } from '@veche/mini-app-sdk';
import '@veche/mini-app-sdk/ui/button';
import '@veche/mini-app-sdk/ui/page';
import '@veche/mini-app-sdk/ui/text-field';
import { html, render } from 'lit';

const veche = await connect();
const say = (ru: string, en: string) => (veche.language === 'ru' ? ru : en);
document.documentElement.lang = veche.language;
followTheme(veche);

const device = deviceStorage(veche);

async function draw(): Promise<void> {
  const keep = (event: Event) => device.set('draft', (event.target as HTMLInputElement).value);
  render(
    html`<main>
      <veche-text-field
        multiline
        label=${say('Черновик', 'Draft')}
        hint=${say('Останется в этом браузере, пока Вы не выйдете.', 'Stays in this browser until you sign out.')}
        .value=${(await device.get('draft')) ?? ''}
        @input=${keep}
      ></veche-text-field>
      <veche-button kind="destructive" @click=${() => device.clear().then(draw)}
        >${say('Стереть', 'Erase')}</veche-button
      >
    </main>`,
    document.body,
  );
}

await draw();
await ready(veche);
