import type { Member } from '@veche/contract';
import ban from 'lucide-static/icons/ban.svg?raw';
import crown from 'lucide-static/icons/crown.svg?raw';
import flag from 'lucide-static/icons/flag.svg?raw';
import lock from 'lucide-static/icons/lock.svg?raw';
import shield from 'lucide-static/icons/shield.svg?raw';
import shieldOff from 'lucide-static/icons/shield-off.svg?raw';
import userMinus from 'lucide-static/icons/user-minus.svg?raw';
import type { MenuItem } from '../../parts/menu.ts';
import { holds } from '../../state/may.ts';
import type { Shell } from '../../state/shell.ts';
import type { ChatRow } from '../../sync/client.ts';
import type { Members } from './members.ts';

/** What of a member is chosen one by one, in a sheet. */
export type MemberChoice = 'rights' | 'denials';

/** What the reader may do to a member; nothing to oneself and to the owner. */
export function memberActs(
  shell: Shell,
  row: ChatRow,
  member: Member,
  members: Members,
  choose: (what: MemberChoice) => void,
): MenuItem[] {
  const { t } = shell.words;
  const { account, role } = member;
  const { accountId, name } = account;
  if (accountId === shell.client.myId.value) return [];
  const report = {
    label: t('report.person'),
    icon: flag,
    run: () => shell.router.openLayer({ report: `a${accountId}` }),
  };
  if (role === 'owner') return [report];
  const isOwner = row.role === 'owner';
  const managesAdmins = holds(row, 'addAdmins');
  const restricts = holds(row, 'restrictMembers') && (isOwner || role === 'member');
  const asked = async (title: string, accept: string, act: () => Promise<unknown>) => {
    const question = { title, text: name, accept, cancel: t('action.cancel'), danger: true };
    if (await shell.notices.ask(question)) await act();
  };
  return [
    ...(managesAdmins
      ? [
          {
            label: t(role === 'admin' ? 'info.rights' : 'info.promote'),
            icon: shield,
            run: () => choose('rights'),
          },
        ]
      : []),
    ...(managesAdmins && role === 'admin'
      ? [{ label: t('info.demote'), icon: shieldOff, run: () => void members.demote(accountId) }]
      : []),
    ...(restricts && role === 'member' && row.kind === 'group'
      ? [{ label: t('info.denials'), icon: lock, run: () => choose('denials') }]
      : []),
    ...(isOwner && account.kind === 'person'
      ? [
          {
            label: t('info.passOn'),
            icon: crown,
            danger: true,
            run: () => void asked(t('info.passOnTitle'), t('info.passOn'), () => members.passOn(accountId)),
          },
        ]
      : []),
    ...(restricts
      ? [
          {
            label: t('info.remove'),
            icon: userMinus,
            danger: true,
            run: () => void asked(t('info.removeTitle'), t('info.remove'), () => members.remove(accountId)),
          },
          {
            label: t('info.ban'),
            icon: ban,
            danger: true,
            run: () => void asked(t('info.banTitle'), t('info.ban'), () => members.ban(accountId)),
          },
        ]
      : []),
    report,
  ];
}
