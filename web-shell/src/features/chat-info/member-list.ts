import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Member } from '@veche/contract';
import ellipsis from 'lucide-static/icons/ellipsis.svg?raw';
import userPlus from 'lucide-static/icons/user-plus.svg?raw';
import { avatar } from '../../parts/avatar.ts';
import { icon } from '../../parts/icon.ts';
import type { MenuItem, Place } from '../../parts/menu.ts';
import type { Shell } from '../../state/shell.ts';
import type { ChatRow } from '../../sync/client.ts';
import type { Members } from './members.ts';

interface Ways {
  readonly members: Members;
  /** Null for who may bring nobody. */
  readonly add: (() => void) | null;
  actsOf(member: Member): readonly MenuItem[];
  openActs(member: Member, place: Place): void;
}

/** The members of a group or the subscribers of a channel, as far as they were read, and what may be done with each. */
export function memberList(shell: Shell, row: ChatRow, ways: Ways): TemplateResult {
  const { t } = shell.words;
  const { members, add } = ways;
  return html`<section class="members" aria-labelledby="members">
    <h3>
      <span id="members">${t(row.kind === 'channel' ? 'info.subscribers' : 'info.members')}</span>
      ${
        add === null
          ? nothing
          : html`<button
              class="icon-button"
              aria-label=${t('info.addMember')}
              title=${t('info.addMember')}
              @click=${add}
            >
              ${icon(userPlus)}
            </button>`
      }
    </h3>
    ${members.failure.value === null ? nothing : html`<p class="error" role="alert">${members.failure.value}</p>`}
    <ul>
      ${repeat(
        members.list.value,
        ({ account }) => account.accountId,
        (member) => one(shell, member, ways),
      )}
    </ul>
    ${
      members.hasMore.value
        ? html`<button class="button" data-kind="quiet" @click=${() => void members.loadMore()}>
            ${t('info.more')}
          </button>`
        : nothing
    }
  </section>`;
}

function one({ words, client }: Shell, member: Member, { actsOf, openActs }: Ways): TemplateResult {
  const { t } = words;
  const { account, role, restriction } = member;
  const label = t('info.memberActs', { name: account.name });
  const about = [
    account.accountId === client.myId.value ? t('info.you') : '',
    role === 'member' ? '' : t(`role.${role}`),
    restriction === undefined
      ? ''
      : t(restriction.denied.includes('sendMessages') ? 'info.restricted' : 'info.limited'),
    account.kind === 'bot' ? t('people.bot') : '',
  ];
  const open = ({ currentTarget }: Event) => openActs(member, (currentTarget as HTMLElement).getBoundingClientRect());
  return html`<li>
    <div class="row">
      ${avatar(account.accountId, account.name, account.photoId)}
      <span class="row-text">
        <span class="cut"><bdi>${account.name}</bdi></span>
        <span class="soft cut">${about.filter((part) => part !== '').join(' · ')}</span>
      </span>
    </div>
    ${
      actsOf(member).length === 0
        ? nothing
        : html`<button class="icon-button" aria-haspopup="menu" aria-label=${label} title=${label} @click=${open}>
            ${icon(ellipsis)}
          </button>`
    }
  </li>`;
}
