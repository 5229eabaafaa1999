const SIZE = 24;

/** One emoji of each version that added some, the newest first; older ones are drawn by whatever browser runs this. */
const samples = [
  [15.1, '🙂‍↔️'],
  [15, '🫨'],
  [14, '🫠'],
  [13.1, '😶‍🌫️'],
  [13, '🥲'],
  [12.1, '🧑‍🦰'],
  [12, '🥱'],
] as const;

/** The version of emoji up to which the fonts of this device draw them; all where that cannot be told. */
export function newestDrawn(): number {
  const context = new OffscreenCanvas(SIZE, SIZE).getContext('2d', { willReadFrequently: true });
  if (context === null) return Infinity;
  context.font = `${SIZE / 2}px 'Apple Color Emoji', 'Segoe UI Emoji', 'Noto Color Emoji', sans-serif`;
  context.textBaseline = 'top';
  const painted = (emoji: string, colour: string): string => {
    context.clearRect(0, 0, SIZE, SIZE);
    context.fillStyle = colour;
    context.fillText(emoji, 0, 0);
    return context.getImageData(0, 0, SIZE, SIZE).data.join();
  };
  // A picture has colours of its own; a box or a letter has the one it is given. What is joined is as wide as one.
  const one = context.measureText('😀').width;
  const isDrawn = (emoji: string) => {
    const picture = painted(emoji, 'red');
    const isBlank = !/[1-9]/.test(picture);
    return !isBlank && picture === painted(emoji, 'blue') && context.measureText(emoji).width < one * 1.5;
  };
  if (!isDrawn('😀')) return Infinity;
  return samples.find(([, emoji]) => isDrawn(emoji))?.[0] ?? 11;
}
