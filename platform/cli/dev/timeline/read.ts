import { pathToFileURL } from 'node:url';
import { VecheStartError } from '@veche/server/start-error';
import { Step } from './steps.ts';

/** The default export of a file as a timeline. Throws VecheStartError that names the step and the field. */
export async function readTimeline(file: string): Promise<readonly Step[]> {
  const { default: given } = (await import(pathToFileURL(file).href)) as { default?: unknown };
  if (!Array.isArray(given) || given.length === 0)
    throw new VecheStartError(`The timeline ${file} must have a list of steps as its default export.`);
  return given.map((one: unknown, index) => {
    const parsed = Step.safeParse(one);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    throw new VecheStartError(
      `Step ${index + 1} of the timeline ${file} cannot be played: ${issue?.path.join('.')}: ${issue?.message}.`,
    );
  });
}
