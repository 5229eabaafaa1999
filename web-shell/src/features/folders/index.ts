// What the list of chats shows and does beside its rows; loaded after they are on the screen.
import './folder-tabs.ts';

export { chatsOn, type Shelf } from './contents.ts';
export type { ShelfChosen } from './folder-tabs.ts';
export { rowItems } from './row-items.ts';
export { swipeRows } from './row-swipes.ts';
