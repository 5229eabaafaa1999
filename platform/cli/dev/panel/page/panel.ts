import type { OwnChats, PanelState } from '../state.ts';
import { createAppControls } from './app-controls.ts';
import { createBridgeCalls } from './bridge-calls.ts';
import { ask, button, drawn, element, section } from './draw.ts';
import { createJournal } from './journal.ts';
import { language, words } from './words.ts';

const EVERY_MS = 1000;
const faultKinds = ['unauthorized', 'forbidden', 'tooManyRequests', 'serverError', 'slow', 'duplicateUpdates'] as const;
const byId = (id: string) => document.getElementById(id) as HTMLElement;

document.documentElement.lang = language;
document.title = words.title;

const trouble = byId('trouble');
const frame = element('iframe', { title: words.frame, allow: 'clipboard-write' });
const places = element('div', { class: 'row' });
const people = element('fieldset', {});
const now = element('output', {});
const faults = element('ul', {});
const starts = element('p', {});
const journal = createJournal();
let chosen = '';
let webUrl = '';
/** The app under test, once it was published. */
let slug: string | null = null;
let ownDirect: number | undefined;

const appControls = createAppControls({ attempt, frame, open: () => openApp() });
const bridgeCalls = createBridgeCalls(frame, () => webUrl);

/** What a button does; what goes wrong is said. */
function attempt(act: () => Promise<unknown>): void {
  trouble.textContent = '';
  act()
    .then(refresh)
    .catch((error: Error) => (trouble.textContent = error.message));
}

function open(chatId: number): void {
  frame.src = `${webUrl}/c/${chatId}`;
  document.body.dataset['view'] = 'messenger';
  drawViews();
}

/** Loads the messenger anew, with the app in front where there is one. */
function openApp(): void {
  frame.src = `${webUrl}/c/${ownDirect}${slug === null ? '' : `?run=${slug}`}`;
}

function drawPlaces(own: OwnChats): void {
  const chats = (['direct', 'yard', 'club'] as const).flatMap((place) => {
    const chatId = own[place];
    return chatId === undefined ? [] : [button(words[place], () => open(chatId))];
  });
  const act = own.club === undefined ? 'join' : 'leave';
  const change = button(words[act], () =>
    attempt(async () => {
      drawPlaces(await ask<OwnChats>(act, { person: chosen, place: 'club' }));
    }),
  );
  // The club is Alice's own: an owner does not leave.
  places.replaceChildren(...chats, ...(chosen === 'alice' ? [] : [change]));
}

/** The frame is emptied first: what it shows is another person's. */
async function become(person: string): Promise<void> {
  chosen = person;
  places.replaceChildren();
  frame.src = 'about:blank';
  const own = await ask<OwnChats>('person', { person });
  drawPlaces(own);
  ownDirect = own.direct;
  openApp();
}

const drawPeople = drawn<PanelState['people']>(people, (list) => [
  element('legend', {}, words.people),
  ...list.map(({ key, name }) =>
    element(
      'label',
      {},
      element('input', {
        type: 'radio',
        name: 'person',
        value: key,
        checked: key === chosen,
        onchange: () => attempt(() => become(key)),
      }),
      name,
    ),
  ),
]);

const drawFaults = drawn<PanelState['faults']>(faults, (list) =>
  list.length === 0
    ? [element('li', {}, words.noFaults)]
    : list.map(({ faultId, fault, met }) => {
        const off = button(words.switchOff, () => attempt(() => ask('heal', { faultId })));
        off.setAttribute('aria-label', `${words.switchOff}: ${words[fault.kind]}`);
        const told = [words[fault.kind], ...(fault.methods ?? []), `${words.met} ${met}`];
        return element('li', {}, element('span', {}, told.join(' · ')), off);
      }),
);

function clockControls(): HTMLElement {
  const minutes = element('input', { type: 'number', min: '1', max: '500000', value: '5', required: true });
  const move = (count: number) => attempt(() => ask('clock', { minutes: count }));
  const form = element(
    'form',
    { onsubmit: (event) => (event.preventDefault(), move(minutes.valueAsNumber)) },
    element('label', {}, words.minutes, minutes),
    element('button', {}, words.move),
  );
  form.className = 'line';
  const steps = [
    button(words.minute, () => move(1)),
    button(words.hour, () => move(60)),
    button(words.day, () => move(1440)),
  ];
  return section(words.clock, element('p', {}, now), element('div', { class: 'row' }, ...steps), form);
}

function faultControls(): HTMLElement {
  const kind = element('select', {}, ...faultKinds.map((one) => element('option', { value: one }, words[one])));
  const methods = element('input', { type: 'text', autocomplete: 'off', spellcheck: 'false' });
  const times = element('input', { type: 'number', min: '1' });
  const add = (): Promise<unknown> => {
    const named = methods.value
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '');
    const which = named.length === 0 ? {} : { methods: named };
    const count = times.value === '' ? {} : { times: times.valueAsNumber };
    return ask('fault', { fault: { kind: kind.value, ...which, ...count } });
  };
  const form = element(
    'form',
    { onsubmit: (event) => (event.preventDefault(), attempt(add)) },
    element('label', {}, words.fault, kind),
    element('label', {}, words.methods, methods),
    element('div', { class: 'line' }, element('label', {}, words.times, times), element('button', {}, words.switchOn)),
  );
  return section(words.faults, form, faults);
}

/** On a phone the messenger and the controls take turns. */
function drawViews(): void {
  const current = document.body.dataset['view'];
  const tabs = (['controls', 'messenger'] as const).map((view) => {
    const tab = button(words[view], () => {
      document.body.dataset['view'] = view;
      drawViews();
    });
    tab.setAttribute('aria-pressed', String(view === current));
    return tab;
  });
  byId('views').replaceChildren(...tabs);
}

async function refresh(): Promise<PanelState> {
  const state = await ask<PanelState>('state');
  webUrl = state.webUrl;
  now.value = new Date(state.now).toLocaleString(language);
  starts.textContent = `${words.starts} ${state.starts}`;
  drawPeople(state.people);
  drawFaults(state.faults);
  journal.show({ calls: state.calls, updates: state.updates });
  slug = state.app?.slug ?? null;
  appControls.show(state);
  for (const part of botSections) part.hidden = !state.hasBot;
  return state;
}

async function follow(): Promise<void> {
  if (document.visibilityState === 'visible') {
    await refresh()
      .then(() => {
        if (trouble.textContent === words.lost) trouble.textContent = '';
      })
      .catch(() => (trouble.textContent = words.lost));
  }
  setTimeout(() => void follow(), EVERY_MS);
}

const botSections = [
  faultControls(),
  section(
    words.program,
    starts,
    button(words.restart, () => attempt(() => ask('restart', {}))),
  ),
  section(words.journal, journal.list),
];
document.body.dataset['view'] = 'controls';
byId('controls').append(
  element('h1', {}, words.title),
  people,
  section(words.places, places),
  ...appControls.sections,
  bridgeCalls,
  clockControls(),
  ...botSections,
);
byId('shell').append(frame);
drawViews();
attempt(async () => {
  chosen = 'bob';
  await refresh();
  await become(chosen);
});
void follow();
// Comes at once, so that a changed file is seen as soon as it is built.
let shown = 0;
new EventSource('/control/changes').onmessage = () =>
  attempt(async () => {
    const { app } = await refresh();
    if (app !== null && app.releases !== shown && ownDirect !== undefined) openApp();
    shown = app?.releases ?? 0;
  });
