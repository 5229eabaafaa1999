/**
 * Every message of a bench begins with a mark: which phase sent it, from which seat, and when. It is found in any
 * protocol's bytes without parsing them, because the load must cost less than what it measures.
 */
const EDGE = 0x7e; // ~
const WORDS = 'Соберёмся в субботу у третьего подъезда';

/** About a hundred bytes of a message. */
export function markedText(phase: number, seat: number): string {
  return `~${phase}:${seat}:${performance.now().toFixed(2)}~ ${WORDS}`;
}

/** Reads marks from a stream of pieces; a mark may be cut where one piece ends. */
export function createMarkReader(found: (phase: number, seat: number, sentAt: number) => void) {
  let begun = '';
  let isInside = false;
  return (bytes: Buffer): void => {
    let from = 0;
    for (let edge = bytes.indexOf(EDGE); edge >= 0; edge = bytes.indexOf(EDGE, from)) {
      if (isInside) {
        const [phase, seat, sentAt] = (begun + bytes.toString('latin1', from, edge)).split(':');
        found(Number(phase), Number(seat), Number(sentAt));
        begun = '';
      }
      isInside = !isInside;
      from = edge + 1;
    }
    if (isInside) begun += bytes.toString('latin1', from);
  };
}

/** Counts marks and reads none. */
export function createMarkCounter(counted: (count: number) => void) {
  let edges = 0;
  return (bytes: Buffer): void => {
    const before = edges >> 1;
    for (let edge = bytes.indexOf(EDGE); edge >= 0; edge = bytes.indexOf(EDGE, edge + 1)) edges += 1;
    counted((edges >> 1) - before);
  };
}
