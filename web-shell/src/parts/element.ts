import { effect } from '@preact/signals-core';
import { LitElement, type PropertyValues, unsafeCSS } from 'lit';
import type { Shell } from '../state/shell.ts';
import avatars from './avatar.css?inline';
import controls from './controls.css?inline';
import rows from './rows.css?inline';

/** Styles of buttons, fields, rows and avatars, shared by every element. */
export const controlStyles = [controls, avatars, rows].map((text) => unsafeCSS(text));

/** An element that is drawn again when a signal it read while rendering changes. */
export class ShellElement extends LitElement {
  static override properties = { shell: { attribute: false } };

  declare shell: Shell;
  #stop: (() => void) | null = null;

  override update(changed: PropertyValues): void {
    this.#stop?.();
    let drawn = false;
    this.#stop = effect(() => {
      if (drawn) return this.requestUpdate();
      drawn = true;
      super.update(changed);
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Signals were not watched while the element was away.
    if (this.hasUpdated) this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
    this.#stop = null;
  }
}
