import { html, nothing } from 'lit';
import type { AdminRight, Permission, Timestamp } from '@veche/contract';
import { holds } from '../../state/may.ts';
import { MemberChoices } from './member-choices.ts';
import { permissionsIn, rightsIn, usualRights } from './permission-list.ts';

const DENIED_SECONDS = [3600, 86_400, 604_800, 2_592_000] as const;

/** Rights of an admin, or of a member who is to become one. */
class MemberRights extends MemberChoices<AdminRight> {
  protected override atFirst(): readonly AdminRight[] {
    const { role, rights = [] } = this.member;
    return (role === 'admin' ? rights : usualRights(this.row)).filter((right) => holds(this.row, right));
  }

  protected override choices() {
    const { t } = this.shell.words;
    return rightsIn(this.row).map((name) => ({
      ...{ name, label: t(`rights.${name}`) },
      ...(holds(this.row, name) ? {} : { locked: t('rights.notOwn') }),
    }));
  }

  protected override async keep(chosen: ReadonlySet<AdminRight>) {
    const { client, words } = this.shell;
    const { place, member } = this;
    const wasAdmin = member.role === 'admin';
    if (!rightsIn(this.row).some((right) => chosen.has(right))) return words.t('rights.noneChosen');
    await client.call('members.promote', { ...place, rights: [...chosen] });
    return () =>
      wasAdmin
        ? client.call('members.promote', { ...place, rights: member.rights ?? [] })
        : client.call('members.demote', place);
  }

  protected override said() {
    const { t } = this.shell.words;
    const isAdmin = this.member.role === 'admin';
    const { name } = this.member.account;
    return {
      lead: t('rights.lead'),
      save: t(isAdmin ? 'action.save' : 'info.promote'),
      kept: t(isAdmin ? 'rights.kept' : 'told.admin', { name }),
    };
  }

  protected override further() {
    return nothing;
  }
}

/** What one member of a group may do, and until when not. Switched on: allowed, as for all. */
class MemberDenials extends MemberChoices<Permission> {
  get #until(): Timestamp | undefined {
    return this.member.restriction?.until;
  }

  protected override atFirst(): readonly Permission[] {
    const denied = this.member.restriction?.denied ?? [];
    const { permissions = [] } = this.row;
    return permissionsIn(this.row).filter((one) => permissions.includes(one) && !denied.includes(one));
  }

  protected override choices() {
    const { t } = this.shell.words;
    const { permissions = [] } = this.row;
    return permissionsIn(this.row).map((name) => ({
      ...{ name, label: t(`permissions.${name}`) },
      ...(permissions.includes(name) ? {} : { locked: t('denials.forAll') }),
    }));
  }

  protected override async keep(chosen: ReadonlySet<Permission>) {
    const { client } = this.shell;
    const { place, row, member } = this;
    const { denied: before = [], until: untilBefore } = member.restriction ?? {};
    // What nobody may do says nothing of this member: it stays as it was.
    const isOpen = (one: Permission) => permissionsIn(row).includes(one) && row.permissions?.includes(one) === true;
    const denied = [
      ...permissionsIn(row).filter((one) => isOpen(one) && !chosen.has(one)),
      ...before.filter((one) => !isOpen(one)),
    ];
    const until = this.#chosenUntil();
    await client.call('members.restrict', { ...place, denied, ...(until !== undefined && { until }) });
    return () =>
      client.call('members.restrict', {
        ...{ ...place, denied: before },
        ...(untilBefore !== undefined && { until: untilBefore }),
      });
  }

  #chosenUntil(): Timestamp | undefined {
    const value = this.renderRoot.querySelector('select')?.value ?? '';
    if (value === 'same') return this.#until;
    return value === '' ? undefined : new Date(Date.now() + Number(value) * 1000).toISOString();
  }

  protected override said() {
    const { t } = this.shell.words;
    const { name } = this.member.account;
    return { lead: t('denials.lead'), save: t('action.save'), kept: t('denials.kept', { name }) };
  }

  protected override further() {
    const { t, dates } = this.shell.words;
    const until = this.#until;
    return html`<div class="field">
      <label for="until">${t('denials.until')}</label>
      <select class="input" id="until">
        ${until === undefined ? nothing : html`<option value="same">${t('denials.sameUntil', { at: dates.full(until) })}</option>`}
        <option value="">${t('denials.forGood')}</option>
        ${DENIED_SECONDS.map((seconds) => html`<option value=${seconds}>${t(`denials.${seconds}`)}</option>`)}
      </select>
    </div>`;
  }
}

customElements.define('veche-member-rights', MemberRights);
customElements.define('veche-member-denials', MemberDenials);
