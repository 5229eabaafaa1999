/**
 * A reason why Veche cannot start, told in one sentence that says what to do.
 * The entry point prints `message` alone, without a stack, and exits with 1.
 */
export class VecheStartError extends Error {
  override readonly name = 'VecheStartError';
}
