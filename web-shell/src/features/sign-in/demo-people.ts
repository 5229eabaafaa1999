import { html, type TemplateResult } from 'lit';
import type { identity, OutputOf } from '@veche/contract';
import chevronRight from 'lucide-static/icons/chevron-right.svg?raw';
import type { MessageKey, Words } from '../../i18n/words.ts';
import { avatar } from '../../parts/avatar.ts';
import { icon } from '../../parts/icon.ts';

export type DemoPerson = OutputOf<typeof identity.listDemoPeople>['people'][number];

const roles: Readonly<Record<string, MessageKey>> = {
  citizen: 'role.citizen',
  clerk: 'role.clerk',
  teacher: 'role.teacher',
  developer: 'role.developer',
};

/** The demo people of a development server, each signed in by one press. */
export function demoPeople(
  { t }: Words,
  people: readonly DemoPerson[],
  busy: boolean,
  enter: (person: DemoPerson) => void,
): TemplateResult {
  const roleOf = (role: string) => (roles[role] === undefined ? role : t(roles[role]));
  return html`<section class="demo" aria-labelledby="demo">
      <h2 id="demo">${t('signIn.demoTitle')}</h2>
      <ul class="people">
        ${people.map(
          (person) =>
            html`<li>
              <button class="row" ?disabled=${busy} @click=${() => enter(person)}>
                ${avatar(person.accountId, person.name)}
                <span class="row-text">
                  <span class="name cut">${person.name}</span>
                  <span class="soft">${roleOf(person.role)}</span>
                </span>
                ${icon(chevronRight)}
              </button>
            </li>`,
        )}
      </ul>
      <p class="hint">${t('signIn.demoHint')}</p>
    </section>
    <p class="or">${t('signIn.demoOr')}</p>`;
}
