import { VecheError } from '@veche/contract';

/** The typed error that work was refused with; anything else fails the test. */
export async function refusal(work: Promise<unknown>): Promise<VecheError> {
  const error = await work.then(
    () => new Error('was not refused'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof VecheError) return error;
  throw error;
}
