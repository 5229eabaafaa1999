import { html, nothing, unsafeCSS } from 'lit';
import type { ClientId } from '@veche/contract';
import { controlStyles, ShellElement } from '../../../parts/element.ts';
import '../../../parts/sheet.ts';
import { errorWords } from '../../../state/error-words.ts';
import type { OpenChat } from '../open-chat.ts';
import { topicOf } from '../topic-of.ts';
import styles from './rich.css?inline';

/** As the contract has it; schemas stay out of the page. */
const MAX_OPTIONS = 12;

/** Makes a poll or a quiz. */
class NewPollSheet extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    chat: { attribute: false },
    options: { state: true },
    isQuiz: { state: true },
    busy: { state: true },
    failure: { state: true },
  };
  static override styles = [controlStyles, unsafeCSS(styles)];

  declare chat: OpenChat;
  /** What stands in the fields of the options; the last one is empty while there is room. */
  declare options: readonly string[];
  declare isQuiz: boolean;
  declare busy: boolean;
  declare failure: string | null;
  #clientId = crypto.randomUUID() as string as ClientId;

  constructor() {
    super();
    this.options = ['', ''];
    this.isQuiz = false;
    this.busy = false;
    this.failure = null;
  }

  #close = (): void => {
    this.chat.sheet.value = null;
  };

  #type(index: number, event: Event): void {
    const options = this.options.with(index, (event.target as HTMLInputElement).value);
    const isFull = options.every((text) => text.trim() !== '') && options.length < MAX_OPTIONS;
    this.options = isFull ? [...options, ''] : options;
  }

  #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const { t } = this.shell.words;
    const given = new FormData(event.currentTarget as HTMLFormElement);
    const filled = this.options.flatMap((text, index) => (text.trim() === '' ? [] : [{ text: text.trim(), index }]));
    const options = filled.map(({ text }) => text);
    const question = textOf(given, 'question');
    if (question === '' || options.length < 2 || new Set(options).size < options.length)
      return void (this.failure = t('newPoll.incomplete'));
    const correct = filled.findIndex(({ index }) => String(index) === given.get('correct'));
    if (this.isQuiz && correct < 0) return void (this.failure = t('newPoll.noCorrect'));
    const explanation = textOf(given, 'explanation');
    void this.#send({
      question,
      options,
      anonymous: given.has('anonymous'),
      multiple: !this.isQuiz && given.has('multiple'),
      ...(this.isQuiz && { quiz: { correct, ...(explanation !== '' && { explanation }) } }),
    });
  };

  async #send(poll: object): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.failure = null;
    const { chatId } = this.chat;
    try {
      const message = { chatId, clientId: this.#clientId, poll: poll as never, ...topicOf(this.chat) };
      await this.shell.client.call('messages.send', message);
      this.dispatchEvent(new Event('sent'));
      this.#close();
    } catch (error) {
      this.failure = errorWords(this.shell.words, error);
      // Another question is another message.
      this.#clientId = crypto.randomUUID() as string as ClientId;
    } finally {
      this.busy = false;
    }
  }

  #option(text: string, index: number) {
    const { t } = this.shell.words;
    const number = index + 1;
    return html`<div class="choice">
      <input
        class="input"
        maxlength="100"
        .value=${text}
        aria-label=${t('newPoll.option', { number })}
        placeholder=${t('newPoll.option', { number })}
        @input=${(event: Event) => this.#type(index, event)}
      />
      ${
        this.isQuiz
          ? html`<input type="radio" name="correct" value=${index} aria-label=${t('newPoll.correct', { number })} />`
          : nothing
      }
    </div>`;
  }

  override render() {
    const { t } = this.shell.words;
    return html`<veche-sheet .shell=${this.shell} heading=${t('newPoll.title')} @close=${this.#close}>
      <form class="new-poll" novalidate @submit=${this.#submit}>
        <div class="field">
          <label for="question">${t('newPoll.question')}</label>
          <input id="question" name="question" maxlength="300" autocomplete="off" data-autofocus />
        </div>
        ${this.options.map((text, index) => this.#option(text, index))}
        <label><input type="checkbox" name="anonymous" checked /> ${t('newPoll.anonymous')}</label>
        ${
          this.isQuiz
            ? nothing
            : html`<label><input type="checkbox" name="multiple" /> ${t('newPoll.multiple')}</label>`
        }
        <label
          ><input
            type="checkbox"
            .checked=${this.isQuiz}
            @change=${(event: Event) => (this.isQuiz = (event.target as HTMLInputElement).checked)}
          />
          ${t('newPoll.quiz')}</label
        >
        ${
          this.isQuiz
            ? html`<div class="field">
                <label for="explanation">${t('newPoll.explanation')}</label>
                <input id="explanation" name="explanation" maxlength="200" autocomplete="off" />
              </div>`
            : nothing
        }
        ${this.failure === null ? nothing : html`<p class="problem" role="alert">${this.failure}</p>`}
        <button class="button" data-kind="primary" ?disabled=${this.busy}>${t('newPoll.send')}</button>
      </form>
    </veche-sheet>`;
  }
}

function textOf(given: FormData, name: string): string {
  const value = given.get(name);
  return typeof value === 'string' ? value.trim() : '';
}

customElements.define('veche-new-poll', NewPollSheet);
