// Apart from releases.ts, so that the shell can check an entry without the schemas.

interface Signed {
  readonly entry: number;
  readonly previous: string;
  readonly act: string;
  readonly app: string;
  readonly appId: number;
  readonly releaseId: string;
  readonly percent?: number | undefined;
  readonly developerKey?: string | undefined;
  readonly at: string;
}

/**
 * The text of a log entry: its sha256 is the entry's hash, and the platform's Ed25519 signature stands under it. One
 * line a field, and no field has a line break, so that two entries never have one text.
 */
export function releaseLogText(entry: Signed): string {
  const { previous, act, app, appId, releaseId, percent = '', developerKey = '', at } = entry;
  const lines = ['veche release log', entry.entry, previous, act, app, appId, releaseId, percent, developerKey, at];
  return lines.join('\n');
}

/** What a developer's Ed25519 signature of a release stands under. */
export function releaseText(app: string, releaseId: string): string {
  return ['veche release', app, releaseId].join('\n');
}
