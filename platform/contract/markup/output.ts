/** A text that grows by single units. Parts are read back without joining what stands before them. */
export function createOutput() {
  const units: string[] = [];
  return {
    push(text: string): void {
      for (let index = 0; index < text.length; index++) units.push(text.charAt(index));
    },
    length: () => units.length,
    /** The end of the text from a place on; of a longer one the first `max` units. */
    from: (start: number, max: number) => units.slice(start, start + max).join(''),
    last: () => units.at(-1),
    text: () => units.join(''),
  };
}
