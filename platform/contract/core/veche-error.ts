// Apart from errors.ts, so that a page or a worker can have the class without the schemas.
import type { ErrorBody, ErrorCode, InputIssue, SecondFactorStep } from './errors.ts';

export interface ErrorDetails {
  field?: string;
  issues?: InputIssue[];
  retryAfterSeconds?: number;
  requestId?: string;
  secondFactor?: SecondFactorStep;
  cause?: unknown;
}

/**
 * The one error class of the platform and its SDKs; everything else is a bug and becomes `internal`.
 *
 * @example
 * const refusal = new VecheError('invalid_input', 'text: must not be blank', { field: 'text' });
 * console.assert(refusal.code === 'invalid_input' && refusal.field === 'text');
 */
export class VecheError extends Error {
  readonly code: ErrorCode;
  readonly field: string | undefined;
  readonly issues: InputIssue[] | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly requestId: string | undefined;
  readonly secondFactor: SecondFactorStep | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'VecheError';
    this.code = code;
    this.field = details.field;
    this.issues = details.issues;
    this.retryAfterSeconds = details.retryAfterSeconds;
    this.requestId = details.requestId;
    this.secondFactor = details.secondFactor;
  }

  /** The wire form; `requestId` is added by the door. */
  toBody(requestId?: string): ErrorBody {
    const id = requestId ?? this.requestId;
    return {
      code: this.code,
      message: this.message,
      ...(this.field === undefined ? {} : { field: this.field }),
      ...(this.issues === undefined ? {} : { issues: this.issues }),
      ...(this.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: this.retryAfterSeconds }),
      ...(id === undefined ? {} : { requestId: id }),
      ...(this.secondFactor === undefined ? {} : { secondFactor: this.secondFactor }),
    };
  }

  static fromBody(body: ErrorBody): VecheError {
    return new VecheError(body.code, body.message, body);
  }
}
