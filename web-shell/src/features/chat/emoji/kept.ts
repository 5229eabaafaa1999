const RECENT_KEY = 'veche.recentEmoji';
const TONE_KEY = 'veche.emojiTone';
const MAX_RECENT = 24;

/** The emoji that were chosen last on this device. */
export function readRecent(): readonly string[] {
  const kept = read(RECENT_KEY);
  return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string').slice(0, MAX_RECENT) : [];
}

export function keepRecent(emoji: string): void {
  keep(RECENT_KEY, [emoji, ...readRecent().filter((other) => other !== emoji)].slice(0, MAX_RECENT));
}

/** The tone of skin that was chosen last, 0 to 5. */
export function readTone(): number {
  const kept = read(TONE_KEY);
  return typeof kept === 'number' && kept in [0, 1, 2, 3, 4, 5] ? kept : 0;
}

export function keepTone(tone: number): void {
  keep(TONE_KEY, tone);
}

// Storage may be switched off; then nothing is kept, and nothing depends on it.
function read(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') as unknown;
  } catch {
    return null;
  }
}

function keep(key: string, value: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    return;
  }
}
