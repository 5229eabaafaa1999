import { css, html, LitElement } from 'lit';
import {
  close,
  getLaunch,
  getTheme,
  onGrantEnded,
  onMainButton,
  ready,
  requestAttributes,
  showMainButton,
  type Veche,
  VecheError,
} from '@veche/mini-app-sdk';
import { bell } from './bell.ts';
import { wordsIn } from './words.ts';

/** The one screen of the app: a greeting, what the launch said, and a bell. */
export class HelloScreen extends LitElement {
  static override properties = {
    veche: { attribute: false },
    strokes: { state: true },
    scheme: { state: true },
    phone: { state: true },
  };

  declare veche: Veche;
  declare strokes: number;
  declare scheme: 'light' | 'dark';
  /** The number, or why there is none; null: nobody has asked. */
  declare phone: string | null;

  constructor() {
    super();
    this.strokes = 0;
    this.scheme = 'light';
    this.phone = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.scheme = this.veche.theme.scheme;
  }

  override firstUpdated(): void {
    void this.#start();
  }

  async #start(): Promise<void> {
    const { veche } = this;
    onMainButton(veche, () => this.#ring());
    onGrantEnded(veche, () => (this.phone = null));
    veche.on('ui.themeChanged', ({ scheme }) => (this.scheme = scheme));
    await showMainButton(veche, { text: wordsIn(veche.language).ring });
    await ready(veche);
    // A change between the welcome and the listener above would be missed.
    this.scheme = (await getTheme(veche)).scheme;
  }

  #askPhone = async (): Promise<void> => {
    const words = wordsIn(this.veche.language);
    try {
      const { phoneNumber } = await requestAttributes(this.veche, 'phoneNumber');
      this.phone = phoneNumber ?? words.noPhone;
    } catch (error) {
      const isRefusal = error instanceof VecheError && error.code === 'forbidden';
      this.phone = isRefusal ? words.phoneRefused : words.phoneFailed;
    }
  };

  #ring(): void {
    this.strokes += 1;
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const swing = [0, 9, -6, 0].map((degrees) => ({ transform: `rotate(${degrees}deg)` }));
    if (!still) this.renderRoot.querySelector('svg')?.animate(swing, { duration: 120, easing: 'ease-out' });
  }

  override render() {
    const words = wordsIn(this.veche.language);
    const { person, chat } = getLaunch(this.veche);
    const facts = [
      [words.place, words.places[chat?.kind ?? 'none']],
      [words.language, words.languageName],
      [words.colours, words.schemes[this.scheme]],
      ...(this.phone === null ? [] : [[words.phone, this.phone]]),
    ];
    return html`<main>
      ${bell}
      <h1>${words.greeting(person.firstName)}</h1>
      <p class="lead">${words.lead}</p>
      <dl>
        ${facts.map(
          ([name, value]) =>
            html`<div>
              <dt>${name}</dt>
              <dd>${value}</dd>
            </div>`,
        )}
      </dl>
      <p class="strokes" role="status">${words.strokes(this.strokes)}</p>
      <button @click=${this.#askPhone}>${words.askPhone}</button>
      <button @click=${() => close(this.veche)}>${words.close}</button>
    </main>`;
  }

  static override styles = css`
    main {
      display: grid;
      justify-items: center;
      gap: 16px;
      max-width: 400px;
      margin: 0 auto;
      padding: 24px 16px;
      text-align: center;
    }
    svg {
      color: var(--veche-accent);
      transform-origin: 50% 10%;
    }
    h1 {
      margin: 0;
      font-size: 1.75rem;
      font-weight: 600;
      line-height: 1.215;
      overflow-wrap: anywhere;
    }
    .lead {
      margin: -8px 0 0;
      color: var(--veche-ink-soft);
      text-wrap: balance;
    }
    dl {
      justify-self: stretch;
      margin: 0;
      border: 1px solid var(--veche-line);
      border-radius: 12px;
      background: var(--veche-surface);
    }
    dl div {
      display: flex;
      justify-content: space-between;
      gap: 16px;
      padding: 12px 16px;
    }
    dl div + div {
      border-top: 1px solid var(--veche-line);
    }
    dt {
      color: var(--veche-ink-soft);
    }
    dd {
      margin: 0;
      text-align: end;
    }
    .strokes {
      margin: 0;
      font-variant-numeric: tabular-nums;
    }
    button {
      min-height: 44px;
      padding: 0 24px;
      border: 0;
      border-radius: 6px;
      background: none;
      color: var(--veche-link);
      font: inherit;
      cursor: pointer;
    }
    button:hover {
      background: var(--veche-raised);
    }
    button:focus-visible {
      outline: 2px solid var(--veche-link);
      outline-offset: 2px;
    }
  `;
}

customElements.define('hello-screen', HelloScreen);
