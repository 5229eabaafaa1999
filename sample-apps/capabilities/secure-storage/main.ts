import { connect, followTheme, ready, secureStorage } from '@veche/mini-app-sdk';
import '@veche/mini-app-sdk/ui/button';
import '@veche/mini-app-sdk/ui/page';
import '@veche/mini-app-sdk/ui/text-field';
import { html, render } from 'lit';

const veche = await connect();
const say = (ru: string, en: string) => (veche.language === 'ru' ? ru : en);
document.documentElement.lang = veche.language;
followTheme(veche);

const secrets = secureStorage(veche);

async function keep(event: SubmitEvent): Promise<void> {
  event.preventDefault();
  await secrets.set('code', new FormData(event.target as HTMLFormElement).get('code') as string);
  await draw();
}

async function draw(): Promise<void> {
  const code = await secrets.get('code');
  const form = html`<form @submit=${keep}>
    <veche-text-field name="code" type="password" label=${say('Код двери', 'Code of the door')} minlength="4" required>
    </veche-text-field>
    <veche-button kind="primary" type="submit">${say('Сохранить', 'Keep')}</veche-button>
  </form>`;
  const kept = html`<p>${say('Код сохранён', 'The code is kept')}: ${code}</p>
    <veche-button kind="destructive" @click=${() => secrets.clear().then(draw)}
      >${say('Забыть', 'Forget')}</veche-button
    >`;
  render(html`<main>${code === null ? form : kept}</main>`, document.body);
}

await draw();
await ready(veche);
