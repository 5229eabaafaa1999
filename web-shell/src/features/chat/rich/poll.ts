import { computed } from '@preact/signals-core';
import { html, nothing, type TemplateResult } from 'lit';
import type { OwnVote, Poll, PollResults } from '@veche/contract';
import { attempt } from '../../../state/attempt.ts';
import { holds } from '../../../state/may.ts';
import { isPast } from '../../../state/past.ts';
import type { MessageRow } from '../../../sync/client.ts';
import type { OpenChat } from '../open-chat.ts';

/** A poll: options to choose from until one has voted, then how the votes stand. */
export function pollView(chat: OpenChat, message: MessageRow, poll: Poll, tab: number): TemplateResult {
  const { shell } = chat;
  const { t } = shell.words;
  const { pollResults: results, ownVote } = message;
  const isClosed = results?.closed === true || (poll.closesAt !== undefined && isPast(poll.closesAt));
  const about = [
    isClosed
      ? t('poll.closed')
      : t(poll.quiz !== undefined ? 'poll.quiz' : poll.anonymous ? 'poll.anonymous' : 'poll.public'),
    ...(poll.multiple && !isClosed ? [t('poll.several')] : []),
    ...(poll.closesAt !== undefined && !isClosed
      ? [t('poll.until', { at: shell.words.dates.full(poll.closesAt) })]
      : []),
  ];
  const isAsking = !isClosed && ownVote === undefined && message.state === 'sent';
  return html`<div class="poll" role="group" aria-labelledby="q-${message.key}">
    <p class="question" id="q-${message.key}" dir="auto">${poll.question}</p>
    <p class="soft">${about.join(' · ')}</p>
    ${isAsking ? choices(chat, message, poll, tab) : standing(chat, poll, results, ownVote)}
    ${footer(chat, message, poll, isClosed, tab)}
  </div>`;
}

function choices(chat: OpenChat, message: MessageRow, poll: Poll, tab: number): TemplateResult {
  const { t } = chat.shell.words;
  if (!poll.multiple) {
    return html`<ul class="options">
      ${poll.options.map(
        (text, option) =>
          html`<li>
            <button class="option" tabindex=${tab} @click=${() => void vote(chat, message, [option])}>
              <bdi>${text}</bdi>
            </button>
          </li>`,
      )}
    </ul>`;
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const chosen = new FormData(event.currentTarget as HTMLFormElement).getAll('option').map(Number);
    if (chosen.length > 0) void vote(chat, message, chosen);
  };
  return html`<form class="options" @submit=${submit}>
    ${poll.options.map(
      (text, option) =>
        html`<label class="option"
          ><input type="checkbox" name="option" value=${option} tabindex=${tab} /> <bdi>${text}</bdi></label
        >`,
    )}
    <button class="button" tabindex=${tab}>${t('poll.vote')}</button>
  </form>`;
}

function standing(
  { shell }: OpenChat,
  poll: Poll,
  results: PollResults | undefined,
  ownVote: OwnVote | undefined,
): TemplateResult {
  const { t } = shell.words;
  const correct = ownVote?.correct ?? results?.correct;
  const voterCount = Math.max(1, results?.voterCount ?? 0);
  return html`<ul class="options">
    ${poll.options.map((text, option) => {
      const percent = Math.round((100 * (results?.counts[option] ?? 0)) / voterCount);
      const isOwn = ownVote?.options.includes(option) === true;
      const marks = [
        ...(isOwn ? [t('poll.own')] : []),
        ...(option === correct ? [t('poll.right')] : isOwn && correct !== undefined ? [t('poll.wrong')] : []),
      ];
      return html`<li class="bar" ?data-own=${isOwn} ?data-right=${option === correct}>
        <span class="unseen">${[t('poll.option', { text, percent }), ...marks].join(', ')}</span>
        <span class="label" aria-hidden="true"
          ><bdi>${text}</bdi><span class="share">${isOwn ? '✓ ' : ''}${percent}%</span></span
        >
        <progress max="100" value=${percent} aria-hidden="true"></progress>
        ${marks.length === 0 || correct === undefined ? nothing : html`<span class="soft" aria-hidden="true">${marks.join(', ')}</span>`}
      </li>`;
    })}
  </ul>`;
}

function footer(chat: OpenChat, message: MessageRow, poll: Poll, isClosed: boolean, tab: number): TemplateResult {
  const { t } = chat.shell.words;
  const { ownVote, pollResults } = message;
  const act = (label: string, run: () => unknown) =>
    html`<button class="link" tabindex=${tab} @click=${() => void run()}>${label}</button>`;
  const mayModerate = computed(() => chat.row.value !== undefined && holds(chat.row.value, 'deleteMessages'));
  const mayClose = message.state === 'sent' && (message.senderId === chat.shell.client.myId.value || mayModerate.value);
  const isAnswered = poll.quiz?.explained === true && (ownVote !== undefined || isClosed);
  return html`<p class="acts">
    <span class="soft">${t('poll.votes', { count: pollResults?.voterCount ?? 0 })}</span>
    ${ownVote !== undefined && !isClosed && poll.quiz === undefined ? act(t('poll.retract'), () => retract(chat, message)) : nothing}
    ${isAnswered ? act(t('poll.explain'), () => explain(chat, message)) : nothing}
    ${!poll.anonymous && (pollResults?.voterCount ?? 0) > 0 ? act(t('poll.voters'), () => showVoters(chat, message)) : nothing}
    ${mayClose && !isClosed ? act(t('poll.close'), () => close(chat, message)) : nothing}
  </p>`;
}

function placeOf({ chatId, messageId }: MessageRow) {
  return { chatId, messageId };
}

function vote(chat: OpenChat, message: MessageRow, options: number[]): Promise<boolean> {
  return attempt(chat.shell, async () => {
    const { explanation } = await chat.shell.client.call('polls.vote', { ...placeOf(message), options });
    if (explanation !== undefined) chat.shell.notices.show(explanation);
  });
}

function retract(chat: OpenChat, message: MessageRow): Promise<boolean> {
  return attempt(chat.shell, () => chat.shell.client.call('polls.retract', placeOf(message)));
}

function explain(chat: OpenChat, message: MessageRow): Promise<boolean> {
  return attempt(chat.shell, async () => {
    const { explanation = '' } = await chat.shell.client.call('polls.explain', placeOf(message));
    chat.shell.notices.show(explanation);
  });
}

async function close(chat: OpenChat, message: MessageRow): Promise<void> {
  const { notices, words, client } = chat.shell;
  const { t } = chat.shell.words;
  const question = { title: t('poll.closeTitle'), text: t('poll.closeText'), accept: t('poll.close') };
  if (!(await notices.ask({ ...question, cancel: words.t('action.cancel') }))) return;
  await attempt(chat.shell, () => client.call('polls.close', placeOf(message)));
}

async function showVoters(chat: OpenChat, message: MessageRow): Promise<void> {
  await import('./voters-sheet.ts');
  chat.sheet.value = html`<veche-voters .shell=${chat.shell} .chat=${chat} .message=${message}></veche-voters>`;
}
