/** Tones of skin, from none to the darkest. */
export const tones = ['', '🏻', '🏼', '🏽', '🏾', '🏿'] as const;

/** An emoji that has tones, in one of them; hands that two people hold have no tone of their own. */
export function inTone(emoji: string, tone: number): string {
  const sign = tones[tone] ?? '';
  return sign === '' ? emoji : emoji.replaceAll(/(?!🤝\u200D)(\p{Emoji_Modifier_Base})\uFE0F?/gu, `$1${sign}`);
}

/** An emoji without its tone. */
export function plain(emoji: string): string {
  return emoji.replaceAll(/[🏻-🏿]/gu, '');
}
