import { html } from 'lit';
import download from 'lucide-static/icons/download.svg?raw';
import fileCode from 'lucide-static/icons/file-code.svg?raw';
import { ShellElement } from '../../parts/element.ts';
import { icon } from '../../parts/icon.ts';
import { pageHead, pageStyles } from '../../parts/page.ts';
import { saveJson } from '../../parts/save-json.ts';
import { attempt } from '../../state/attempt.ts';
import './grant-list.ts';
import { ledgerCopy } from './ledger-copy.ts';
import { consentStyles } from './styles.ts';
import './told-list.ts';
import './use-list.ts';

const COMMAND = 'node verify-ledger.mjs ledger.json';

/** What apps may learn of the person, what they did learn, and the proof of it. */
class ConsentsPage extends ShellElement {
  static override properties = { ...ShellElement.properties, isSaving: { state: true } };
  static override styles = [...pageStyles, consentStyles];

  declare isSaving: boolean;

  constructor() {
    super();
    this.isSaving = false;
  }

  #save = async (): Promise<void> => {
    if (this.isSaving) return;
    this.isSaving = true;
    await attempt(this.shell, async () => {
      saveJson('ledger.json', await ledgerCopy(this.shell));
    });
    this.isSaving = false;
  };

  #proof() {
    const { t } = this.shell.words;
    return html`<section aria-labelledby="proof">
      <h2 id="proof">${t('consents.proof')}</h2>
      <p>${t('consents.proofText')}</p>
      <div class="acts">
        <button class="button" aria-busy=${this.isSaving} @click=${this.#save}>
          ${icon(download)}${t('consents.export')}
        </button>
        <a class="button" data-kind="quiet" href="/docs/verify-ledger.mjs" download>
          ${icon(fileCode)}${t('consents.verifier')}
        </a>
      </div>
      <p>${t('consents.verifyText')}</p>
      <pre tabindex="0"><code>${COMMAND}</code></pre>
      <p class="soft">${t('consents.limits')}</p>
    </section>`;
  }

  override render() {
    const { t } = this.shell.words;
    return html`<div class="page">
      ${pageHead(this.shell, t('page.consents'))}
      <p class="soft">${t('consents.lead')}</p>
      <section aria-labelledby="grants">
        <h2 id="grants">${t('consents.grants')}</h2>
        <veche-grants inner .shell=${this.shell}></veche-grants>
      </section>
      <section aria-labelledby="told">
        <h2 id="told">${t('consents.told')}</h2>
        <veche-told inner .shell=${this.shell}></veche-told>
      </section>
      <section aria-labelledby="uses">
        <h2 id="uses">${t('consents.uses')}</h2>
        <veche-uses inner .shell=${this.shell}></veche-uses>
      </section>
      ${this.#proof()}
    </div>`;
  }
}

customElements.define('veche-consents', ConsentsPage);
