/**
 * What is wrong with the address under `![text](address)`; null when nothing is. Custom emoji and times are shown as
 * the text they stand on, but a wrong address is refused all the same.
 */
export function emojiFault(address: string | null): string | null {
  if (address === null) return 'The entity must contain a tg://emoji or tg://time URL';
  const [, host, query] = /^tg:(?:\/\/)?(emoji|time)\/?\?([^#]*)/i.exec(address) ?? [];
  const value = new URLSearchParams(query).get(host?.toLowerCase() === 'emoji' ? 'id' : 'unix');
  const isSound = host !== undefined && value !== null && isEmojiId(value);
  return isSound ? null : 'Invalid tg://emoji or tg://time URL specified';
}

export function isEmojiId(text: string): boolean {
  return /^[1-9]\d{0,18}$/.test(text);
}
