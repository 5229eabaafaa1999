import '@veche/mini-app-sdk/ui/button';
import { html, LitElement } from 'lit';
import { ready, type Veche } from '@veche/mini-app-sdk';
import { introduce, type Introduction } from './introduce.ts';
import { wordsIn } from './words.ts';

/** The one screen of the app. */
export class HelloScreen extends LitElement {
  static override properties = {
    veche: { attribute: false },
    introduction: { state: true },
    isAsking: { state: true },
  };

  declare veche: Veche;
  /** Null: nobody has asked. */
  declare introduction: Introduction | null;
  declare isAsking: boolean;

  constructor() {
    super();
    this.introduction = null;
    this.isAsking = false;
  }

  /** The page's own styles reach it. */
  protected override createRenderRoot() {
    return this;
  }

  override firstUpdated(): void {
    void ready(this.veche);
  }

  #ask = async (): Promise<void> => {
    this.isAsking = true;
    this.introduction = await introduce(this.veche);
    this.isAsking = false;
  };

  override render() {
    const { introduction, isAsking } = this;
    const words = wordsIn(this.veche.language);
    if (introduction !== null && typeof introduction === 'object')
      return html`<main><h1 role="status">${words.greeting(introduction.name)}</h1></main>`;
    return html`<main>
      <p role="status">${words[introduction ?? 'lead']}</p>
      <veche-button kind="primary" ?busy=${isAsking} @click=${this.#ask}>${words.ask}</veche-button>
    </main>`;
  }
}

customElements.define('hello-screen', HelloScreen);
