import { html, nothing, unsafeCSS } from 'lit';
import type { OutputOf, ReleaseAct, ReleaseLogEntry, releases as contract } from '@veche/contract';
import { appScopeCatalogue } from '@veche/contract/bridge-light';
import { ShellElement } from '../../parts/element.ts';
import { pageStyles, problem, waiting } from '../../parts/page.ts';
import { shownOnce } from '../../parts/shown-once.ts';
import { errorWords } from '../../state/error-words.ts';
import './act-sheet.ts';
import type { Answer, AskingAct } from './act-sheet.ts';
import { logList, readLogOf } from './log-list.ts';
import styles from './releases.css?inline';
import { contentWords, refusalWords, versionWords } from './words.ts';

type OwnRelease = OutputOf<typeof contract.list>['releases'][number];

const isAsking = (act: ReleaseAct): act is AskingAct => act === 'publish' || act === 'appeal' || act === 'kill';

/**
 * The releases of an app one answers for, what may be done with each, and what the public log says of them. What it holds
 * stands between the two.
 */
class AppReleases extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    app: {},
    uploads: { attribute: false },
    releases: { state: true },
    entries: { state: true },
    failure: { state: true },
    asking: { state: true },
    wrong: { state: true },
    link: { state: true },
  };
  static override styles = [
    ...pageStyles,
    unsafeCSS(`${styles} :host { display: grid; gap: 24px; grid-template-columns: minmax(0, 1fr); overflow: visible }`),
  ];

  declare app: string;
  /** Another number: there is a release that is not shown yet. */
  declare uploads: number;
  declare releases: readonly OwnRelease[] | null;
  declare entries: readonly ReleaseLogEntry[];
  declare failure: string | null;
  declare asking: { readonly release: OwnRelease; readonly act: AskingAct } | null;
  declare wrong: string | null;
  /** Of testers, shown this once. */
  declare link: string | null;
  #shown = '';
  #isBusy = false;

  constructor() {
    super();
    [this.releases, this.failure, this.asking, this.wrong, this.link] = [null, null, null, null, null];
    this.entries = [];
  }

  override willUpdate(): void {
    const shown = `${this.app} ${this.uploads}`;
    if (this.#shown === shown) return;
    this.#shown = shown;
    void this.#load();
  }

  async #load(): Promise<void> {
    const { client, words } = this.shell;
    const { app } = this;
    this.failure = null;
    try {
      const [{ releases }, entries] = await Promise.all([
        client.call('releases.list', { app }),
        readLogOf(this.shell, app),
      ]);
      if (app === this.app) [this.releases, this.entries] = [releases, entries];
    } catch (error) {
      this.failure = errorWords(words, error);
    }
  }

  async #do({ releaseId }: OwnRelease, act: ReleaseAct, { percent, text }: Answer): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    const { client, notices, words } = this.shell;
    const place = { app: this.app, releaseId };
    const calls: Readonly<Record<ReleaseAct, () => Promise<unknown>>> = {
      test: async () => (this.link = (await client.call('releases.test', place)).link),
      submit: () => client.call('releases.submit', place),
      withdraw: () => client.call('releases.withdraw', place),
      appeal: () => client.call('releases.appeal', { ...place, text }),
      publish: () => client.call('releases.publish', { ...place, percent }),
      rollBack: () => client.call('releases.rollBack', place),
      kill: () => client.call('releases.kill', { ...place, note: text }),
    };
    try {
      await calls[act]();
      this.asking = null;
      if (act !== 'test') notices.show(words.t(`releases.done.${act}`));
    } catch (error) {
      const why = refusalWords(words, error, act);
      if (this.asking === null) notices.show(why);
      else this.wrong = why;
    }
    this.#isBusy = false;
    await this.#load();
  }

  async #press(release: OwnRelease, act: ReleaseAct): Promise<void> {
    const { notices, words } = this.shell;
    if (isAsking(act)) return void ([this.asking, this.wrong] = [{ release, act }, null]);
    const isAsked = act === 'rollBack' || act === 'withdraw' || (act === 'test' && release.state === 'testing');
    const question = {
      title: `${this.#actWords(release, act)}?`,
      text: isAsked ? words.t(`releases.ask.${act}`) : '',
      accept: this.#actWords(release, act),
      cancel: words.t('action.cancel'),
    };
    if (isAsked && !(await notices.ask(question))) return;
    await this.#do(release, act, { percent: 0, text: '' });
  }

  #answer = ({ detail }: CustomEvent<Answer>): void => {
    if (this.asking !== null) void this.#do(this.asking.release, this.asking.act, detail);
  };

  #actWords({ state }: OwnRelease, act: ReleaseAct): string {
    const { t } = this.shell.words;
    if (state === 'testing' && (act === 'test' || act === 'withdraw')) return t(`releases.act.${act}Again`);
    return t(`releases.act.${act}`);
  }

  #means({ state }: OwnRelease): string {
    const isBesideStaged = state === 'live' && this.releases?.some((other) => other.state === 'staged') === true;
    return this.shell.words.t(isBesideStaged ? 'releases.means.liveBesideStaged' : `releases.means.${state}`);
  }

  #asks({ newScopes }: OwnRelease) {
    const { t, language } = this.shell.words;
    const scopes = newScopes.map((scope) => appScopeCatalogue[scope].titles[language.value]).join('; ');
    return newScopes.length === 0 ? nothing : html`<p class="soft">${t('releases.asksAnew', { scopes })}</p>`;
  }

  #card(release: OwnRelease) {
    const { words } = this.shell;
    const { t, dates } = words;
    const { state, percent = 0, reasons, note, appeal, isSigned, createdAt, acts } = release;
    const version = versionWords(words, release);
    return html`<li class="release">
      <h3>${version}</h3>
      <p><span class="state" data-state=${state}>${t(`releases.state.${state}`, { percent })}</span></p>
      <p class="soft">${this.#means(release)}</p>
      <p class="soft">
        ${dates.full(createdAt)} · ${contentWords(words, release)} ·
        ${t(isSigned ? 'releases.signed' : 'releases.unsigned')}
      </p>
      ${this.#asks(release)}
      ${
        reasons.length === 0
          ? nothing
          : html`<p>
              ${t('releases.refusedFor', { reasons: reasons.map((one) => t(`rejection.${one}`)).join('; ') })}
            </p>`
      }
      ${note === undefined ? nothing : html`<blockquote><bdi>${note}</bdi></blockquote>`}
      ${
        appeal === undefined
          ? nothing
          : html`<p>${t('releases.yourAppeal')}</p>
              <blockquote><bdi>${appeal}</bdi></blockquote>`
      }
      ${
        acts.length === 0
          ? nothing
          : html`<div class="acts" role="group" aria-label=${version}>
              ${acts.map(
                (act) =>
                  html`<button
                    class="button"
                    ?data-danger=${act === 'kill'}
                    aria-haspopup=${isAsking(act) ? 'dialog' : nothing}
                    @click=${() => void this.#press(release, act)}
                  >
                    ${this.#actWords(release, act)}
                  </button>`,
              )}
            </div>`
      }
    </li>`;
  }

  #linkSheet(link: string) {
    const { t } = this.shell.words;
    const shown = {
      heading: t('releases.link'),
      text: t('releases.linkText'),
      value: link,
      copy: t('releases.copyLink'),
      copied: t('releases.linkCopied'),
      done: t('action.close'),
    };
    return shownOnce(this.shell, shown, () => (this.link = null));
  }

  override render() {
    const { t } = this.shell.words;
    const { asking, releases } = this;
    if (releases === null)
      return this.failure === null
        ? waiting(this.shell)
        : html`${problem(this.shell, this.failure, () => void this.#load())}`;
    return html`${problem(this.shell, this.failure, () => void this.#load())}
      <ul class="card" aria-label=${t('releases.list')}>
        ${releases.map((release) => this.#card(release))}
      </ul>
      <slot></slot>
      <section aria-labelledby="log">
        <h2 id="log">${t('releases.log')}</h2>
        <p class="soft">${t('releases.logText')}</p>
        ${logList(this.shell, this.entries, releases)}
      </section>
      ${
        asking === null
          ? nothing
          : html`<veche-release-act
              .shell=${this.shell}
              .release=${asking.release}
              .act=${asking.act}
              .wrong=${this.wrong}
              @answer=${this.#answer}
              @close=${() => (this.asking = null)}
            ></veche-release-act>`
      }
      ${this.link === null ? nothing : this.#linkSheet(this.link)}`;
  }
}

customElements.define('veche-app-releases', AppReleases);
