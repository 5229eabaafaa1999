import type { PanelState } from '../state.ts';
import { ask, button, drawn, element } from './draw.ts';
import { language, words } from './words.ts';

type Shown = Pick<PanelState, 'calls' | 'updates'>;

const clock = new Intl.DateTimeFormat(language, { timeStyle: 'medium' });

/** What went to the bot and what came from it, the newest first; an update is shown whole when asked. */
export function createJournal(): { readonly list: HTMLElement; show(shown: Shown): void } {
  const list = element('ol', { class: 'journal' });
  /** Bodies that were asked for. */
  const bodies = new Map<number, string>();

  const draw = ({ calls, updates }: Shown): HTMLElement[] => {
    const rows = [
      ...calls.map((call, index) => ({ at: call.at, order: calls.length - index, row: callRow(call) })),
      ...updates.map((update) => ({ at: update.queuedAt, order: update.updateId, row: updateRow(update) })),
    ];
    rows.sort((one, other) => other.at.localeCompare(one.at) || other.order - one.order);
    return rows.length === 0 ? [element('li', {}, words.nothing)] : rows.map(({ row }) => row);
  };

  const updateRow = ({ updateId, kind, state, queuedAt }: PanelState['updates'][number]): HTMLElement => {
    const known = bodies.get(updateId);
    const body = element('pre', { hidden: known === undefined, tabindex: '0' }, known ?? '');
    const show = button(words.show, () => {
      void ask<{ bodies: unknown[] }>('update', { updateId }).then(({ bodies: found }) => {
        const text = found.map((one) => JSON.stringify(one, null, 2)).join('\n');
        bodies.set(updateId, text);
        body.textContent = text;
        body.hidden = false;
      });
    });
    show.setAttribute('aria-label', `${words.show} ${updateId}`);
    const line = element('span', {}, `↓ ${updateId} ${kind}`);
    return element('li', {}, time(queuedAt), line, element('small', {}, words[state]), show, body);
  };

  return { list, show: drawn(list, draw) };
}

function callRow({ at, dialect, method, status, milliseconds, fault }: PanelState['calls'][number]): HTMLElement {
  const line = element('span', {}, `↑ ${method}`);
  const told = [dialect, String(status), `${milliseconds} ms`, ...(fault === undefined ? [] : [words[fault]])];
  return element(
    'li',
    status < 400 ? {} : { class: 'refused' },
    time(at),
    line,
    element('small', {}, told.join(' · ')),
  );
}

function time(at: string): HTMLElement {
  return element('time', { datetime: at }, clock.format(new Date(at)));
}
