import { connect, followTheme, hideKeyboard, ready } from '@veche/mini-app-sdk';
import '@veche/mini-app-sdk/ui/cell';
import '@veche/mini-app-sdk/ui/page';
import '@veche/mini-app-sdk/ui/section';
import '@veche/mini-app-sdk/ui/text-field';
import { html, render } from 'lit';

const veche = await connect();
const say = (ru: string, en: string) => (veche.language === 'ru' ? ru : en);
document.documentElement.lang = veche.language;
followTheme(veche);

const streets = [say('Липовая', 'Lime street'), say('Садовая', 'Garden street'), say('Речная', 'River street')];

async function find(event: SubmitEvent): Promise<void> {
  event.preventDefault();
  draw(new FormData(event.target as HTMLFormElement).get('street') as string);
  await hideKeyboard(veche);
}

const draw = (begin: string) => {
  const found = streets.filter((name) => name.toLowerCase().startsWith(begin.toLowerCase()));
  render(
    html`<main>
      <form @submit=${find}>
        <veche-text-field name="street" type="search" label=${say('Улица', 'Street')}></veche-text-field>
      </form>
      <veche-section>${found.map((name) => html`<veche-cell>${name}</veche-cell>`)}</veche-section>
    </main>`,
    document.body,
  );
};

draw('');
await ready(veche);
