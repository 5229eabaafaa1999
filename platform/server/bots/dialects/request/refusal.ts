/** A request that cannot be read: 400 with a reason, or 413. Each dialect says it in its own words. */
export class RequestRefusal extends Error {
  readonly status: 400 | 413;

  constructor(status: 400 | 413, reason: string) {
    super(reason);
    this.name = 'RequestRefusal';
    this.status = status;
  }
}

export function malformed(reason: string): RequestRefusal {
  return new RequestRefusal(400, reason);
}

export function tooLarge(): RequestRefusal {
  return new RequestRefusal(413, 'the request is too large');
}
