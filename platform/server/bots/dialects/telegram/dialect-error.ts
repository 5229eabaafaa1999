/** A refusal in the dialect's own words. Its text begins with the name of the status, as libraries expect. */
export class DialectError extends Error {
  readonly status: number;
  readonly retryAfterSeconds: number | undefined;

  constructor(status: number, text: string, retryAfterSeconds?: number) {
    super(text);
    this.name = 'DialectError';
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** 400 with `Bad Request: ` and a reason that begins with a small letter, or is a code in capitals. */
export function badRequest(reason: string): DialectError {
  return new DialectError(400, `Bad Request: ${reason}`);
}
