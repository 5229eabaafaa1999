import { html, nothing, type TemplateResult } from 'lit';
import type { Account, Report } from '@veche/contract';
import { avatar } from '../../parts/avatar.ts';
import { messagePath } from '../../state/router.ts';
import type { Shell } from '../../state/shell.ts';

/** A report with who it is about. */
export interface ShownReport extends Report {
  readonly account: Account | undefined;
}

/** Joins the reports of a page with the people it names. */
export function withAccounts(reports: readonly Report[], accounts: readonly Account[]): ShownReport[] {
  const byId = new Map(accounts.map((account) => [account.accountId, account]));
  return reports.map((report) => ({ ...report, account: byId.get(report.accountId) }));
}

/** What was reported, why and by how many; below it what may be done, or how it ended. */
export function reportCard(shell: Shell, report: ShownReport, acts: TemplateResult): TemplateResult {
  const { t, dates } = shell.words;
  const { account, chatId, messageId, outcome } = report;
  const name = account === undefined || account.name === '' ? t('people.someone') : account.name;
  const isMine = shell.client.chats.value.some((chat) => chat.chatId === chatId);
  return html`<li class="report">
    <div class="row">
      ${avatar(report.accountId, name, account?.photoId)}
      <span class="row-text">
        <span class="name cut"><bdi>${name}</bdi></span>
        <span class="soft">${t(`reason.${report.reason}`)} · ${t('reports.by', { count: report.reporterCount })}</span>
      </span>
      <time class="soft" datetime=${report.at}>${dates.brief(report.at)}</time>
    </div>
    ${report.text === undefined || report.text === '' ? nothing : html`<blockquote><bdi>${report.text}</bdi></blockquote>`}
    ${report.comment === undefined ? nothing : html`<p class="comment">${t('reports.comment', { text: report.comment })}</p>`}
    ${
      messageId !== undefined && isMine && outcome !== 'deleted' && outcome !== 'limited'
        ? html`<a href=${messagePath(chatId, messageId)}>${t('reports.show')}</a>`
        : nothing
    }
    ${
      outcome === undefined
        ? html`<div class="acts">${acts}</div>`
        : html`<p class="soft">
            ${t(`outcome.${outcome}`)}${report.closedAt === undefined ? '' : ` · ${dates.day(report.closedAt)}`}
          </p>`
    }
  </li>`;
}
