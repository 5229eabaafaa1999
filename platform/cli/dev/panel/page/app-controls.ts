import type { PanelState } from '../state.ts';
import { ask, button, element, section } from './draw.ts';
import { language, words } from './words.ts';

const LATENCIES_MS = [0, 300, 1000, 3000];

/** What the browser says, where nothing was chosen. */
const own = { language, scheme: matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light' };

interface AppControls {
  readonly sections: readonly HTMLElement[];
  show(state: PanelState): void;
}

/** What is there to try an app with: its releases, the look of the messenger, the line to the server. */
export function createAppControls(hooks: {
  /** Does what a button asks for, and says what goes wrong. */
  readonly attempt: (act: () => Promise<unknown>) => void;
  /** Shows the app from its beginning. */
  readonly open: () => void;
  readonly frame: HTMLIFrameElement;
}): AppControls {
  const { attempt, open, frame } = hooks;
  let last: PanelState | null = null;

  const released = element('p', {});
  const failure = element('pre', { class: 'failure', role: 'alert', tabindex: '0', hidden: true });
  const app = section(words.app, released, failure, button(words.openApp, open));

  const toggles: { readonly made: HTMLButtonElement; isOn(state: PanelState): boolean }[] = [];
  const toggle = (text: string, isOn: (state: PanelState) => boolean, act: (state: PanelState) => void) => {
    const made = button(text, () => last !== null && act(last));
    toggles.push({ made, isOn });
    return made;
  };
  const change = async (part: Partial<PanelState['look']>): Promise<void> => {
    await ask('look', { ...last?.look, ...part });
  };
  /** The messenger takes it when it is loaded. */
  const looking = <Name extends 'language' | 'scheme'>(text: string, name: Name, value: PanelState['look'][Name]) =>
    toggle(
      text,
      ({ look }) => (look[name] ?? own[name]) === value,
      () => attempt(() => change({ [name]: value }).then(open)),
    );
  const wide = (text: string, width: string) =>
    toggle(
      text,
      () => (document.body.dataset['width'] ?? 'desktop') === width,
      (state) => {
        document.body.dataset['width'] = width;
        show(state);
      },
    );
  const looks = [
    looking('Русский', 'language', 'ru'),
    looking('English', 'language', 'en'),
    looking(words.light, 'scheme', 'light'),
    looking(words.dark, 'scheme', 'dark'),
    wide(words.desktop, 'desktop'),
    wide(words.phone, 'phone'),
    toggle(
      words.refuse,
      ({ look }) => look.refuses,
      ({ look, webUrl }) => {
        frame.contentWindow?.postMessage({ refuses: !look.refuses }, webUrl);
        attempt(() => change({ refuses: !look.refuses }));
      },
    ),
  ];
  const line = [
    ...LATENCIES_MS.map((latencyMs) =>
      toggle(
        `+${latencyMs} ms`,
        (state) => state.line.latencyMs === latencyMs,
        (state) => attempt(() => ask('line', { ...state.line, latencyMs })),
      ),
    ),
    toggle(
      words.offline,
      (state) => state.line.isCut,
      (state) => attempt(() => ask('line', { ...state.line, isCut: !state.line.isCut })),
    ),
  ];

  function show(state: PanelState): void {
    last = state;
    app.hidden = state.app === null;
    released.textContent = `${words.releases} ${state.app?.releases ?? 0}`;
    failure.hidden = state.app?.failure == null;
    if (failure.textContent !== (state.app?.failure ?? '')) failure.textContent = state.app?.failure ?? '';
    for (const { made, isOn } of toggles) made.setAttribute('aria-pressed', String(isOn(state)));
  }
  const row = (buttons: readonly HTMLElement[]) => element('div', { class: 'row' }, ...buttons);
  return { sections: [app, section(words.look, row(looks)), section(words.line, row(line))], show };
}
