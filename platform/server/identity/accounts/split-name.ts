/** One name of ours as two fields, for protocols that have two; the first is never empty. */
export function splitName(name: string): { first: string; last?: string } {
  const [first = '', ...rest] = name.split(/\s+/);
  return rest.length === 0 ? { first } : { first, last: rest.join(' ') };
}
