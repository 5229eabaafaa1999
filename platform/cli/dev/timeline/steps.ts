import { z } from 'zod';
import { groups, people, places } from '../cast.ts';
import { Fault } from '../faults/fault.ts';

const units = { second: 1, minute: 60, hour: 3600, day: 86_400 } as const;

/** `5 minutes`, `1 day`. */
const Duration = z.templateLiteral([
  z.int().min(1).max(1000),
  ' ',
  z.enum(['second', 'seconds', 'minute', 'minutes', 'hour', 'hours', 'day', 'days']),
]);
type Duration = z.infer<typeof Duration>;

/** A text is meant whole; an expression may match a part. */
const Pattern = z.union([z.string(), z.instanceof(RegExp)]);
export type Pattern = z.infer<typeof Pattern>;

/** What a step is called when it fails; a step without says itself. */
const named = { name: z.string().min(1).optional() };
const who = { person: z.enum(people) };
const where = { place: z.enum(places).default('direct') };
const group = { place: z.enum(groups) };

export const Step = z.discriminatedUnion('do', [
  /** A person writes, or has the server send it after a time of its clock. */
  z.strictObject({
    do: z.literal('write'),
    ...named,
    ...who,
    ...where,
    text: z.string().min(1),
    later: Duration.optional(),
  }),
  /** A person presses the newest button with these words; `answer` is what the bot is to answer the press with. */
  z.strictObject({
    do: z.literal('press'),
    ...named,
    ...who,
    ...where,
    button: z.string().min(1),
    answer: Pattern.optional(),
  }),
  z.strictObject({ do: z.literal('join'), ...named, ...who, ...group }),
  z.strictObject({ do: z.literal('leave'), ...named, ...who, ...group }),
  /** The server's clock is moved ahead. */
  z.strictObject({ do: z.literal('wait'), ...named, time: Duration }),
  /**
   * The bot is to say, or to have edited into a message, what was not there before the last act in that chat. Person and
   * place are those of the last act when absent.
   */
  z
    .strictObject({
      do: z.literal('expect'),
      ...named,
      person: z.enum(people).optional(),
      place: z.enum(places).optional(),
      text: Pattern.optional(),
      /** All of these stand under it. */
      buttons: z.array(z.string()).optional(),
      /** The name of a file with it. */
      file: Pattern.optional(),
      /** Seconds of the real clock. */
      within: z.number().gt(0).max(600).default(20),
    })
    .refine(({ text, buttons, file }) => text !== undefined || buttons !== undefined || file !== undefined, {
      message: 'must say what is expected: text, buttons or file',
      path: ['text'],
    }),
  /** Switches a fault on. */
  z.strictObject({ do: z.literal('fault'), ...named, fault: Fault }),
  /** Switches all faults off. */
  z.strictObject({ do: z.literal('heal'), ...named }),
  /** Ends the program and starts it anew. */
  z.strictObject({ do: z.literal('restart'), ...named }),
]);
export type Step = z.infer<typeof Step>;

/** What `npx --no veche dev FILE --timeline FILE` plays: the default export of its file, step after step. */
export type Timeline = readonly z.input<typeof Step>[];

export function millisecondsOf(duration: Duration): number {
  const [count = '', unit = ''] = duration.split(' ');
  return Number(count) * units[unit.replace(/s$/, '') as keyof typeof units] * 1000;
}

/** A step in words: its name, or what it does. */
export function wordsOf(step: Step): string {
  if (step.name !== undefined) return step.name;
  switch (step.do) {
    case 'write':
      return `${step.person} writes ${JSON.stringify(step.text)}`;
    case 'press':
      return `${step.person} presses ${JSON.stringify(step.button)}`;
    case 'join':
    case 'leave':
      return `${step.person} ${step.do === 'join' ? 'joins' : 'leaves'} the ${step.place}`;
    case 'wait':
      return `${step.time} go by`;
    case 'expect':
      return `the bot says ${[step.text, step.buttons, step.file].filter((part) => part !== undefined).join(', ')}`;
    case 'fault':
      return `the doors do wrong: ${step.fault.kind}`;
    case 'heal':
      return 'the doors do right again';
    case 'restart':
      return 'the program starts anew';
  }
}
