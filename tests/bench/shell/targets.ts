interface Target {
  readonly figure: string;
  readonly label: string;
  readonly must: number;
  readonly aim: number;
  /** Targets are upper limits but for these. */
  readonly isLeast?: true;
  /** Cinny 4.2.2 and Hydrogen 0.5.1: their sign-in pages without a server, measured once. */
  readonly cinny?: number;
  readonly hydrogen?: number;
}

/** First-load JavaScript of the peers, KiB gzip -9. */
export const CINNY_JS_KIB = 925;
export const HYDROGEN_JS_KIB = 180;

/** What the shell is held to. */
export const targets: readonly Target[] = [
  { figure: 'firstLoadJsKib', label: 'first-load JavaScript, KiB gzip', must: 90, aim: 75, cinny: 925, hydrogen: 180 },
  { figure: 'firstLoadCssKib', label: 'first-load CSS, KiB gzip', must: 15, aim: 12, cinny: 23, hydrogen: 10 },
  {
    figure: 'firstViewKib',
    label: 'all bytes of the first view, KiB',
    must: 200,
    aim: 130,
    cinny: 1030,
    hydrogen: 638,
  },
  { figure: 'warmStartOffline4xMs', label: 'warm start offline to painted list, 4x, ms', must: 800, aim: 500 },
  { figure: 'openChat1xMs', label: 'open a chat of 10,000 stored messages, 1x, ms', must: 150, aim: 100 },
  { figure: 'openChat4xMs', label: '… 4x, ms', must: 300, aim: 200 },
  { figure: 'driftPrependPx', label: 'drift on prepend, px', must: 1, aim: 0 },
  { figure: 'driftImagePx', label: 'drift on image load, px', must: 1, aim: 0 },
  { figure: 'driftEditAbovePx', label: 'drift on an edit above, px', must: 1, aim: 0 },
  { figure: 'wheelP95Ms1x', label: 'wheel scroll, frame p95, 1x, ms', must: 27, aim: 20 },
  { figure: 'wheelP95Ms4x', label: '… 4x, ms', must: 34, aim: 28 },
  { figure: 'wheelOver50Percent4x', label: 'frames over 50 ms, 4x, %', must: 1, aim: 0 },
  { figure: 'sendPainted4xMs', label: 'key press to painted own message, 4x, ms', must: 100, aim: 50 },
  { figure: 'draftOnDiskMs', label: 'last key to draft on disk, ms', must: 300, aim: 100 },
  { figure: 'chatPageElements', label: 'elements on the chat page', must: 2500, aim: 1500 },
  { figure: 'heapAfterHourMib', label: 'page heap after the hour in short, MiB', must: 120, aim: 80 },
  { figure: 'heapGrowthMib', label: 'its growth over the second half, MiB', must: 10, aim: 5 },
  { figure: 'manyChatsFrame4xMs', label: 'list of 5,000 chats, first frame, 4x, ms', must: 200, aim: 120 },
  {
    figure: 'performance',
    label: 'Lighthouse mobile, a chat',
    must: 95,
    aim: 99,
    isLeast: true,
    cinny: 49,
    hydrogen: 63,
  },
  { figure: 'accessibility', label: '… accessibility', must: 100, aim: 100, isLeast: true, cinny: 76, hydrogen: 54 },
  { figure: 'fcpMs', label: '… first paint, ms', must: 1300, aim: 1100, cinny: 5900, hydrogen: 2100 },
  { figure: 'lcpMs', label: '… largest paint, ms', must: 1800, aim: 1400, cinny: 7500, hydrogen: 5200 },
  { figure: 'tbtMs', label: '… total blocking, ms', must: 100, aim: 30, cinny: 500, hydrogen: 610 },
  { figure: 'cls', label: '… layout shift', must: 0.02, aim: 0 },
  { figure: 'performanceOfList', label: 'Lighthouse mobile, the list', must: 95, aim: 99, isLeast: true },
  { figure: 'accessibilityOfList', label: '… accessibility', must: 100, aim: 100, isLeast: true },
  { figure: 'lcpMsOfList', label: '… largest paint, ms', must: 1800, aim: 1400 },
  { figure: 'tbtMsOfList', label: '… total blocking, ms', must: 100, aim: 30 },
];

/** A line for each target that was measured: ours, what is asked, and the peers where they were measured. */
export function besideTargets(figures: Readonly<Record<string, number>>): string[] {
  const cell = (value: number | undefined, width = 10) => String(value ?? '-').padStart(width);
  return [
    `${''.padEnd(50)}${['ours', 'must', 'aim', 'Cinny', 'Hydrogen'].map((name) => name.padStart(10)).join('')}`,
    ...targets.flatMap(({ figure, label, must, aim, isLeast, cinny, hydrogen }) => {
      const ours = figures[figure];
      if (ours === undefined) return [];
      const reaches = (limit: number) => (isLeast === true ? ours >= limit : ours <= limit);
      const verdict = reaches(aim) ? '' : reaches(must) ? '  short of the aim' : '  MISSED';
      return [
        `${label.padEnd(50)}${[ours, must, aim, cinny, hydrogen].map((value) => cell(value)).join('')}${verdict}`,
      ];
    }),
  ];
}
