/** Bits of 64 that may differ between pictures that people take for each other: other colours, a little moved or scaled. */
const NEAR_BITS = 5;
/** A picture with less in it is a plain ground, which looks like nothing in particular. */
const TELLING_BITS = 6;

/** Whether two icons, each by the difference hash of its looks, could be taken for each other. */
export function isLookAlike(one: string, other: string): boolean {
  const [first, second] = [BigInt(`0x${one}`), BigInt(`0x${other}`)];
  return countBits(first) >= TELLING_BITS && countBits(first ^ second) <= NEAR_BITS;
}

function countBits(bits: bigint): number {
  let count = 0;
  for (let rest = bits; rest > 0n; rest &= rest - 1n) count += 1;
  return count;
}
