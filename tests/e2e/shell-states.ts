import { appsLate, appSilent, apps } from './states/apps.ts';
import { chats } from './states/around-chats.ts';
import { chat, failing, unread } from './states/chat.ts';
import { calls } from './states/calls.ts';
import { waiting, outdated, unkept, wrongClock } from './states/connection.ts';
import { list, newcomer } from './states/list.ts';
import { pages, english } from './states/pages.ts';
import { moderators, releases } from './states/releases.ts';
import { secondStep, security } from './states/security.ts';
import { strangers } from './states/sign-in.ts';
import type { Scene } from './states/state.ts';

/** Every designed state of the shell, in the order in which they are listed; a file of `states/` has those of one part. */
export const scenes: readonly Scene[] = [
  list,
  newcomer,
  waiting,
  outdated,
  unkept,
  wrongClock,
  chat,
  chats,
  failing,
  unread,
  apps,
  appsLate,
  appSilent,
  calls,
  pages,
  releases,
  moderators,
  strangers,
  secondStep,
  security,
  english,
];
