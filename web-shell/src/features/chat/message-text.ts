const onlyEmoji =
  /^(?:\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\uFE0F|\u200D\p{Extended_Pictographic})*|\p{Regional_Indicator}{2}){1,3}$/u;

/** Whether a text is one to three emoji, which are drawn large. */
export function isOnlyEmoji(text: string): boolean {
  return text.length <= 32 && onlyEmoji.test(text);
}
