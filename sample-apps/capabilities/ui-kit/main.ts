import { cloudStorage, connect, followTheme, onBackButton, ready, setBackButton } from '@veche/mini-app-sdk';
import '@veche/mini-app-sdk/ui/button';
import '@veche/mini-app-sdk/ui/cell';
import '@veche/mini-app-sdk/ui/checkbox';
import '@veche/mini-app-sdk/ui/date-field';
import '@veche/mini-app-sdk/ui/empty-state';
import '@veche/mini-app-sdk/ui/page';
import '@veche/mini-app-sdk/ui/section';
import '@veche/mini-app-sdk/ui/select-field';
import '@veche/mini-app-sdk/ui/skeleton';
import '@veche/mini-app-sdk/ui/steps';
import '@veche/mini-app-sdk/ui/switch';
import '@veche/mini-app-sdk/ui/text-field';
import { html, render } from 'lit';

type Pass = Record<string, string>;

const veche = await connect();
const say = (ru: string, en: string) => (veche.language === 'ru' ? ru : en);
const kept = cloudStorage(veche);
const steps = [say('Кто придёт', 'Who comes'), say('Когда', 'When'), say('Проверка', 'Check')];
const car = html`<svg slot="drawing" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.25">
  <path d="M3 16v-4l2-5h14l2 5v4zM3 12h18M6 16v2M18 16v2" />
</svg>`;

let passes: Pass[] | null = null;
let draft: Pass = {};
/** 0 is the list. */
let step = 0;
let isSaving = false;

const list = (all: Pass[]) =>
  html`<veche-section heading=${say('Пропуска', 'Passes')}>
      ${all.map(
        ({ name, day, gate }) =>
          html`<veche-cell subtitle=${gate ?? ''}>${name}<span slot="trailing">${day}</span></veche-cell>`,
      )}
    </veche-section>
    <veche-button kind="primary" @click=${() => go(1)}>${say('Новый пропуск', 'New pass')}</veche-button>
    <veche-button kind="destructive" @click=${() => save([])}>${say('Удалить все', 'Delete all')}</veche-button>`;

const none = html`<veche-empty-state>
  ${car} ${say('Пропусков пока нет.', 'No passes yet.')}
  <veche-button slot="action" kind="primary" @click=${() => go(1)}>${say('Оформить', 'Make one')}</veche-button>
</veche-empty-state>`;

const who = () =>
  html`<veche-text-field
      name="name"
      label=${say('Имя гостя', 'Name of the guest')}
      hint=${say('Как в документе', 'As in their papers')}
      .value=${draft['name'] ?? ''}
      required
    ></veche-text-field>
    <veche-text-field name="plate" label=${say('Номер машины', 'Number plate')} .value=${draft['plate'] ?? ''}>
    </veche-text-field>`;

const when = () =>
  html`<veche-date-field name="day" label=${say('День', 'Day')} .value=${draft['day'] ?? ''} required>
    </veche-date-field>
    <veche-select-field name="gate" label=${say('Въезд', 'Gate')} .value=${draft['gate'] ?? ''}>
      <option>${say('Северный', 'North')}</option>
      <option>${say('Южный', 'South')}</option>
    </veche-select-field>
    <veche-section>
      <veche-switch name="night" label=${say('И ночью', 'At night too')}></veche-switch>
    </veche-section>`;

const check = () =>
  html`<veche-section>
      <veche-cell>${say('Гость', 'Guest')}<span slot="trailing">${draft['name']}</span></veche-cell>
      <veche-cell>${say('День', 'Day')}<span slot="trailing">${draft['day']}</span></veche-cell>
      <veche-cell>${say('Въезд', 'Gate')}<span slot="trailing">${draft['gate']}</span></veche-cell>
      <veche-cell tappable @click=${() => go(1)}>${say('Исправить', 'Correct')}</veche-cell>
    </veche-section>
    <veche-checkbox name="rules" label=${say('Гость знает правила двора', 'The guest knows the rules')} required>
    </veche-checkbox>`;

const wizard = () =>
  html`<veche-steps .names=${steps} current=${step}></veche-steps>
    <form @submit=${next}>
      ${[undefined, who, when, check][step]?.()}
      <veche-button kind="primary" type="submit" ?busy=${isSaving}>
        ${step === 3 ? say('Сохранить', 'Save') : say('Дальше', 'Next')}
      </veche-button>
    </form>`;

function draw(): void {
  const loading = html`<veche-skeleton kind="cells"></veche-skeleton>`;
  const start = passes === null ? loading : passes.length === 0 ? none : list(passes);
  render(html`<main>${step === 0 ? start : wizard()}</main>`, document.body);
}

async function go(to: number): Promise<void> {
  step = to;
  draw();
  await setBackButton(veche, step > 0);
}

async function save(all: Pass[]): Promise<void> {
  isSaving = true;
  draw();
  await kept.set('passes', JSON.stringify(all));
  passes = all;
  draft = {};
  isSaving = false;
  await go(0);
}

function next(event: SubmitEvent): void {
  event.preventDefault();
  draft = { ...draft, ...(Object.fromEntries(new FormData(event.target as HTMLFormElement)) as Pass) };
  void (step === 3 ? save([...(passes ?? []), draft]) : go(step + 1));
}

document.documentElement.lang = veche.language;
followTheme(veche);
onBackButton(veche, () => go(step - 1));
draw();
await ready(veche);
passes = JSON.parse((await kept.get('passes')) ?? '[]') as Pass[];
draw();
