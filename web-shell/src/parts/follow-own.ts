import { effect, untracked } from '@preact/signals-core';
import type { OwnList } from '../sync/client.ts';
import type { ShellElement } from './element.ts';

/** Calls whenever a list of the account was changed, on this device or another, while the element is on the page. */
export function followOwn(host: ShellElement, list: OwnList, changed: () => void): void {
  let seen: number | undefined;
  let stop: (() => void) | undefined;
  host.addController({
    // Not earlier: an element that was defined late gets its shell with the first update.
    hostUpdate() {
      stop ??= effect(() => {
        const now = host.shell.client.changes.value[list];
        const isNews = seen !== undefined && now !== seen;
        seen = now;
        if (isNews) untracked(changed);
      });
    },
    hostDisconnected() {
      stop?.();
      stop = undefined;
    },
  });
}
