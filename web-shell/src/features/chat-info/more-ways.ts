import { html, nothing, type TemplateResult } from 'lit';
import type { ClientId } from '@veche/contract';
import archive from 'lucide-static/icons/archive.svg?raw';
import fileInput from 'lucide-static/icons/file-input.svg?raw';
import flag from 'lucide-static/icons/flag.svg?raw';
import history from 'lucide-static/icons/history.svg?raw';
import images from 'lucide-static/icons/images.svg?raw';
import userCog from 'lucide-static/icons/user-cog.svg?raw';
import { icon } from '../../parts/icon.ts';
import type { MessageKey } from '../../i18n/words.ts';
import { holds } from '../../state/may.ts';
import type { PanelView } from '../../state/router.ts';
import type { Shell } from '../../state/shell.ts';
import type { ChatRow } from '../../sync/client.ts';
import { startExport } from '../archives/start-export.ts';

/** A view of the panel beside the first one. */
type Further = Exclude<PanelView, 'info'>;

const headings: Readonly<Record<Further, MessageKey>> = {
  media: 'media.title',
  permissions: 'permissions.title',
  reports: 'reports.title',
  acts: 'acts.title',
};

const rightFor = { permissions: 'restrictMembers', reports: 'deleteMessages', acts: 'seeAdminLog' } as const;

function mayOpen(row: ChatRow, view: Further): boolean {
  if (view === 'permissions' && row.kind !== 'group') return false;
  return view === 'media' || holds(row, rightFor[view]);
}

/** The way to what was sent in the chat. */
export function mediaWay({ words, router }: Shell): TemplateResult {
  return html`<div class="actions">
    <button class="button" data-kind="quiet" @click=${() => router.openLayer({ p: 'media' })}>
      ${icon(images)}${words.t('media.title')}
    </button>
  </div>`;
}

/** The ways from the panel to what only admins see, and to copies of the chat. */
export function moreWays(shell: Shell, row: ChatRow): TemplateResult {
  const { words, router } = shell;
  const { t } = words;
  const ways = [['permissions', userCog] as const, ['reports', flag] as const, ['acts', history] as const].filter(
    ([view]) => mayOpen(row, view),
  );
  return html`<div class="actions">
    ${ways.map(
      ([view, drawing]) =>
        html`<button class="button" data-kind="quiet" @click=${() => router.openLayer({ p: view })}>
          ${icon(drawing)}${t(headings[view])}
        </button>`,
    )}
    <button class="button" data-kind="quiet" @click=${() => void keepCopy(shell, row)}>
      ${icon(archive)}${t('export.startChat')}
    </button>
    ${
      row.kind === 'group' && row.role !== 'member'
        ? html`<a class="button" data-kind="quiet" href="/settings/import?into=${row.chatId}">
            ${icon(fileInput)}${t('page.import')}
          </a>`
        : nothing
    }
  </div>`;
}

async function keepCopy(shell: Shell, { chatId }: ChatRow): Promise<void> {
  const clientId = crypto.randomUUID() as string as ClientId;
  if (await startExport(shell, { clientId, chatId })) shell.router.go('/settings/data');
}

/** What the address asks the panel to show beside the first view; null where it is not for the reader. */
export function furtherView(shell: Shell, row: ChatRow): { heading: string; body: TemplateResult } | null {
  const { panel } = shell.router.place.value;
  if (panel === null || panel === 'info' || !mayOpen(row, panel)) return null;
  return {
    heading: shell.words.t(headings[panel]),
    body: bodies[panel](shell, row),
  };
}

const bodies: Readonly<Record<Further, (shell: Shell, row: ChatRow) => TemplateResult>> = {
  media: (shell, { chatId }) => html`<veche-shared-media .shell=${shell} .chatId=${chatId}></veche-shared-media>`,
  permissions: (shell, row) => html`<veche-permissions .shell=${shell} .row=${row}></veche-permissions>`,
  reports: (shell, { chatId }) => html`<veche-report-queue .shell=${shell} .chatId=${chatId}></veche-report-queue>`,
  acts: (shell, { chatId }) => html`<veche-admin-log .shell=${shell} .chatId=${chatId}></veche-admin-log>`,
};
