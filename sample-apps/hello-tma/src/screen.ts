import type { wordsIn } from './words.ts';

export interface ScreenOptions {
  readonly name: string;
  /** `chat_type` of the launch data, or `none`. */
  readonly place: string;
  close(): void;
}

/** Draws the one screen of the app: a greeting, what the launch said, and a bell. */
export function drawScreen(words: ReturnType<typeof wordsIn>, { name, place, close }: ScreenOptions) {
  const scheme = element('dd', '');
  const strokes = element('p', words.strokes(0));
  strokes.className = 'strokes';
  strokes.role = 'status';
  const lead = element('p', words.lead);
  lead.className = 'lead';
  const facts = document.createElement('dl');
  facts.append(
    fact(words.place, element('dd', words.places[place] ?? words.places['none'] ?? '')),
    fact(words.language, element('dd', words.languageName)),
    fact(words.colours, scheme),
  );
  const button = element('button', words.close);
  button.addEventListener('click', close);
  const bell = drawBell();
  const main = document.createElement('main');
  main.append(bell, element('h1', words.greeting(name)), lead, facts, strokes, button);
  document.body.replaceChildren(main);

  let count = 0;
  return {
    setScheme: (next: 'light' | 'dark'): void => {
      scheme.textContent = words.schemes[next];
    },
    ring: (): void => {
      count += 1;
      strokes.textContent = words.strokes(count);
      if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
      const swing = [0, 9, -6, 0].map((degrees) => ({ transform: `rotate(${degrees}deg)` }));
      bell.animate(swing, { duration: 120, easing: 'ease-out' });
    },
  };
}

function element<Name extends 'h1' | 'p' | 'dt' | 'dd' | 'button'>(name: Name, text: string) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

function fact(name: string, value: HTMLElement): HTMLElement {
  const row = document.createElement('div');
  row.append(element('dt', name), value);
  return row;
}

const lines = [
  'M12 4.4V2.6',
  'M9.4 17.2H3.6c1.7-1.3 2.2-3 2.2-5.6 0-4.2 2.5-7.2 6.2-7.2s6.2 3 6.2 7.2c0 2.6.5 4.3 2.2 5.6h-6.6l-4.4 4.2z',
];

/** A bell whose clapper is the tail of a speech bubble. */
function drawBell(): SVGSVGElement {
  const drawing = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  for (const [name, value] of Object.entries({
    width: '72',
    height: '72',
    viewBox: '0 0 24 24',
    'aria-hidden': 'true',
  })) {
    drawing.setAttribute(name, value);
  }
  for (const line of lines) {
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    path.setAttribute('d', line);
    drawing.append(path);
  }
  return drawing;
}
