import { html } from 'lit';
import bellOff from 'lucide-static/icons/bell-off.svg?raw';
import calendarClock from 'lucide-static/icons/calendar-clock.svg?raw';
import type { MenuItem } from '../../../parts/menu.ts';
import type { Written } from '../../../sync/written.ts';
import type { OpenChat } from '../open-chat.ts';

/** What the composer lets be done with what is written. */
interface Writing {
  readonly written: () => Written;
  sendSilently(): void;
  /** The text was kept elsewhere. */
  taken(): void;
}

/** Other ways to send what is written. */
export function sendItems(chat: OpenChat, writing: Writing): readonly MenuItem[] {
  const { t } = chat.shell.words;
  return [
    { label: t('later.silent'), icon: bellOff, run: () => writing.sendSilently() },
    { label: t('later.send'), icon: calendarClock, run: () => void sendLater(chat, writing) },
  ];
}

async function sendLater(chat: OpenChat, writing: Writing): Promise<void> {
  await import('./send-later.ts');
  const close = () => (chat.sheet.value = null);
  const done = () => {
    close();
    writing.taken();
    chat.shell.notices.show(chat.shell.words.t('later.kept'));
  };
  chat.sheet.value = html`<veche-send-later
    .shell=${chat.shell}
    .chat=${chat}
    .written=${writing.written()}
    @done=${done}
    @close=${close}
  ></veche-send-later>`;
}
