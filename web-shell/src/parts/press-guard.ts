import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** A press within this time of a question's coming, or coming back into sight, was meant for something else. */
const GUARD_MS = 500;

/** Lets the answers to a question be given only after it was in sight for half a second. */
export class PressGuard implements ReactiveController {
  #host: ReactiveControllerHost;
  #isAsking = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Whether a press is taken. */
  isArmed = false;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    document.addEventListener('visibilitychange', this.#wait);
    addEventListener('focus', this.#wait);
  }

  hostDisconnected(): void {
    document.removeEventListener('visibilitychange', this.#wait);
    removeEventListener('focus', this.#wait);
    clearTimeout(this.#timer);
  }

  /** Tell it of every question anew, and when there is none any more. */
  ask(isAsking: boolean): void {
    this.#isAsking = isAsking;
    this.#wait();
  }

  #wait = (): void => {
    clearTimeout(this.#timer);
    this.#arm(false);
    if (!this.#isAsking || document.visibilityState !== 'visible') return;
    this.#timer = setTimeout(() => this.#arm(true), GUARD_MS);
  };

  #arm(isArmed: boolean): void {
    if (this.isArmed === isArmed) return;
    this.isArmed = isArmed;
    this.#host.requestUpdate();
  }
}
