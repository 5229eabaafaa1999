/** The way one-time codes reach phones. Rejects with `unavailable` when it cannot hand the text over. */
export interface CodeSender {
  send(message: CodeMessage): Promise<void>;
}

export interface CodeMessage {
  /** E.164. */
  readonly phone: string;
  readonly code: string;
  /** Whole text for the person, with the code in it. */
  readonly text: string;
}
