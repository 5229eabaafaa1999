import { html, type TemplateResult } from 'lit';
import type { Message, PackId } from '@veche/contract';
import stickerIcon from 'lucide-static/icons/sticker.svg?raw';
import type { MenuItem } from '../../../parts/menu.ts';
import { attempt } from '../../../state/attempt.ts';
import { maySend } from '../../../state/may.ts';
import type { MessageRow } from '../../../sync/client.ts';
import type { OpenChat } from '../open-chat.ts';
import type { EmojiChosen, loadEmoji } from '../emoji/picker.ts';
import { fileUrl } from './files.ts';

/** The way to the stickers, below the emoji; the focus goes to `back` once one is sent. */
function stickerItems(chat: OpenChat, back: HTMLElement): readonly MenuItem[] {
  const row = chat.row.peek();
  if (chat.editing.peek() !== null || row === undefined || !maySend(row, 'sendStickers', Date.now())) return [];
  return [{ label: chat.shell.words.t('sticker.title'), icon: stickerIcon, run: () => void choose(chat, back) }];
}

/** Emoji to choose from, and the way to the stickers; the host draws them above the field until `done`. */
export async function emojiPicker(
  chat: OpenChat,
  back: HTMLElement,
  { choose: chosen, done }: { choose: (emoji: string) => void; done: () => void },
): Promise<TemplateResult | null> {
  const { shell } = chat;
  let loaded: Awaited<ReturnType<typeof loadEmoji>> | undefined;
  const load = async () => {
    const picker = await import('../emoji/picker.ts');
    loaded = await picker.loadEmoji(shell.words.language.peek());
  };
  if (!(await attempt(shell, load)) || loaded === undefined) return null;
  return html`<veche-emoji-picker
    .shell=${shell}
    .groups=${loaded.groups}
    .names=${loaded.names}
    .items=${stickerItems(chat, back)}
    @choose=${({ emoji }: EmojiChosen) => chosen(emoji)}
    @close=${done}
  ></veche-emoji-picker>`;
}

async function choose(chat: OpenChat, back: HTMLElement): Promise<void> {
  await import('./sticker-sheet.ts');
  chat.shell.client.live.say(chat.chatId, 'choosingSticker');
  chat.sheet.value = html`<veche-stickers
    .shell=${chat.shell}
    .chat=${chat}
    @sent=${() => back.focus()}
  ></veche-stickers>`;
}

/** A sticker in a message; a press shows its pack. */
export function stickerView(
  chat: OpenChat,
  message: MessageRow,
  { emoji, packId }: NonNullable<Message['sticker']>,
  tab: number,
): TemplateResult {
  const [file] = message.attachments ?? [];
  const label = chat.shell.words.t('sticker.open', { emoji });
  return html`<button class="sticker" tabindex=${tab} aria-label=${label} @click=${() => void showPack(chat, packId)}>
    ${
      file === undefined
        ? emoji
        : html`<img
            src=${fileUrl(file.fileId, message)}
            alt=""
            width=${file.width ?? 160}
            height=${file.height ?? 160}
            loading="lazy"
          />`
    }
  </button>`;
}

async function showPack(chat: OpenChat, packId: PackId): Promise<void> {
  await import('./pack-sheet.ts');
  const close = () => (chat.sheet.value = null);
  chat.sheet.value = html`<veche-pack .shell=${chat.shell} .packId=${packId} @close=${close}></veche-pack>`;
}
