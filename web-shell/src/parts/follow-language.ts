import { effect, untracked } from '@preact/signals-core';
import type { Language } from '@veche/contract';
import type { ShellElement } from './element.ts';

/** Calls with the language as soon as the element has its shell, and whenever the person takes another. */
export function followLanguage(host: ShellElement, load: (language: Language) => void): void {
  let stop: (() => void) | undefined;
  host.addController({
    // Not earlier: an element that was defined late gets its shell with the first update.
    hostUpdate() {
      stop ??= effect(() => {
        const language = host.shell.words.language.value;
        untracked(() => load(language));
      });
    },
    hostDisconnected() {
      stop?.();
      stop = undefined;
    },
  });
}
