import { effect } from '@preact/signals-core';
import { LitElement, type PropertyValues, unsafeCSS } from 'lit';
import type { Shell } from '../state/shell.ts';
import avatars from './avatar.css?inline';
import controls from './controls.css?inline';
import rows from './rows.css?inline';

/** Styles of buttons, fields, rows and avatars, shared by every element. */
export const controlStyles = [controls, avatars, rows].map((text) => unsafeCSS(text));

/** Lets the browser paint and answer keys. */
function nextTask(): Promise<unknown> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = resolve;
    port2.postMessage(0);
  });
}

/** An element that is drawn again when a signal it read while rendering changes. */
export class ShellElement extends LitElement {
  static override properties = { shell: { attribute: false } };

  /** Whether drawing it takes long: such are drawn one a task, so that keys and frames come between. */
  static readonly isBig: boolean = false;
  static #drawing: ShellElement | null = null;

  declare shell: Shell;
  #stop: (() => void) | null = null;
  #returned: (() => void) | null = null;

  override update(changed: PropertyValues): void {
    this.#stop?.();
    let drawn = false;
    this.#stop = effect(() => {
      if (drawn) return this.requestUpdate();
      drawn = true;
      super.update(changed);
    });
  }

  protected override scheduleUpdate(): void | Promise<unknown> {
    if (!(this.constructor as typeof ShellElement).isBig) return super.scheduleUpdate();
    // What one corrects in its own drawing is done before anything is painted.
    if (ShellElement.#drawing === this) return super.scheduleUpdate();
    if (ShellElement.#drawing !== null) return nextTask().then(() => this.#drawNow());
    ShellElement.#drawing = this;
    void nextTask().then(() => (ShellElement.#drawing = null));
    return super.scheduleUpdate();
  }

  /** What was taken away while it waited is drawn if it comes back: it would watch signals for ever. */
  async #drawNow(): Promise<void> {
    if (!this.isConnected) await new Promise<void>((resolve) => (this.#returned = resolve));
    return this.scheduleUpdate() as Promise<void>;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#returned?.();
    // Signals were not watched while the element was away.
    if (this.hasUpdated) this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
    this.#stop = null;
  }
}
