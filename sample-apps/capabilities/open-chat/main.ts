import { connect, followTheme, openChat, ready, VecheError } from '@veche/mini-app-sdk';
import '@veche/mini-app-sdk/ui/button';
import '@veche/mini-app-sdk/ui/page';
import '@veche/mini-app-sdk/ui/text-field';
import { html, render } from 'lit';

const veche = await connect();
const say = (ru: string, en: string) => (veche.language === 'ru' ? ru : en);
document.documentElement.lang = veche.language;
followTheme(veche);

async function open(event: SubmitEvent): Promise<void> {
  event.preventDefault();
  const name = new FormData(event.target as HTMLFormElement).get('name') as string;
  try {
    await openChat(veche, `/${name}`);
    draw('');
  } catch (error) {
    const isAbsent = error instanceof VecheError && error.code === 'not_found';
    draw(isAbsent ? say('Такого имени здесь нет.', 'Nobody has this name.') : say('Не открылось.', 'It did not open.'));
  }
}

const draw = (problem: string) => {
  const label = say('Публичное имя', 'Public name');
  render(
    html`<main>
      <form @submit=${open}>
        <veche-text-field name="name" label=${label} error=${problem} pattern="[a-z0-9_]+" required></veche-text-field>
        <veche-button kind="primary" type="submit">${say('Открыть чат', 'Open the chat')}</veche-button>
      </form>
    </main>`,
    document.body,
  );
};

draw('');
await ready(veche);
