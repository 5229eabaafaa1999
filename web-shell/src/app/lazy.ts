import type { Shell } from '../state/shell.ts';

/** Parts that are loaded when first shown. Elements drawn before their code arrives come alive when it does. */
const parts = {
  signIn: () => import('../features/sign-in/sign-in.ts'),
  newChat: () => import('../features/new-chat/new-chat.ts'),
  chatInfo: () => import('../features/chat-info/chat-info.ts'),
  media: () => import('../features/media/shared-media.ts'),
  miniApp: () => import('../features/mini-app/windows-layer.ts'),
  folders: () => import('../features/folders/folder-sheet.ts'),
  topics: () => import('../features/topics/topic-list.ts'),
  share: () => import('../features/share/share-sheet.ts'),
  join: () => import('../features/join/join-sheet.ts'),
  apps: () => import('../features/apps/apps-page.ts'),
  search: () => import('../features/search/search-results.ts'),
  settings: () => import('../features/settings/settings-page.ts'),
  settingsPages: () => import('../features/settings/pages.ts'),
  archives: () => import('../features/archives/pages.ts'),
  parts: () => import('../features/parts-page/parts-page.ts'),
  moderation: () => import('../features/moderation/parts.ts'),
};

/** Starts loading a part; asking again is free. A failure is told and may be retried by asking again. */
export function need(shell: Shell, part: keyof typeof parts): void {
  const words = shell.words.forPages();
  words.then(parts[part]).catch(() => shell.notices.show(shell.words.t('app.loadFailed')));
}
