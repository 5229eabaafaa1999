import { unsafeCSS } from 'lit';
import styles from './rich.css?inline';
import './find-bar.ts';
import './format-bar.ts';
import './offer-list.ts';
import './pins.ts';
import './selection.ts';

// What a chat shows and does beside plain text; loaded after the first messages are on the screen.
export { attachItems } from './attach-items.ts';
export { menuButton } from './bots.ts';
export { cards, originLine, timer } from './cards.ts';
export { commentsLink } from './comments.ts';
export { formatByKey, readTyped, typedOf } from './composing.ts';
export { formattedIn } from './formatted.ts';
export { headButtons } from './head-buttons.ts';
export { followBots, keyboardToggle, placeholder } from './keyboard.ts';
export { pressLight } from './light-buttons.ts';
export { previewCard } from './link-preview.ts';
export { offerLongText, sendAsText } from './long-text.ts';
export { mentionButton } from './mention-jump.ts';
export type { OfferList } from './offer-list.ts';
export { moreItems } from './more-items.ts';
export { replyBySwipe } from './reply-swipe.ts';
export { sendFiles } from './uploads.ts';
export { selectBox, toggleSelected } from './selection.ts';
export { sendItems } from './send-items.ts';
export { emojiPicker } from './stickers.ts';
export { isShown, toldLine } from './told.ts';
export { maySpeak, recordVoice } from './voice.ts';

/** For the root that draws what this module gives. */
export const richStyles = unsafeCSS(styles);
