import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { expect } from 'vitest';
import { desktop, narrow } from './shell.ts';

/** What axe finds on the page by the WCAG 2.0 to 2.2 rules of levels A and AA. */
export async function audit(page: Page): Promise<string[]> {
  await atRest(page);
  return findings(new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']));
}

/** What another scheme of colours can change of it: the same page was audited whole in one. */
export async function auditColours(page: Page): Promise<string[]> {
  await atRest(page);
  return findings(new AxeBuilder({ page }).withRules(['color-contrast', 'link-in-text-block']));
}

/** Waits until nothing moves or fades: what is on its way has the contrast of neither end. */
async function atRest(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const inRoot = (root: Document | ShadowRoot): Animation[] =>
      [...root.querySelectorAll('*')].reduce(
        (found, { shadowRoot }) => (shadowRoot === null ? found : [...found, ...inRoot(shadowRoot)]),
        root.getAnimations(),
      );
    // What runs for ever says so by its end; what is paused comes to none.
    const ends = ({ playState, effect }: Animation) =>
      playState === 'running' && Number.isFinite(effect?.getComputedTiming().endTime);
    for (;;) {
      // What was changed just now begins to move with the next frame.
      await new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));
      const running = inRoot(document).filter(ends);
      if (running.length === 0) return;
      await Promise.allSettled(running.map(({ finished }) => finished));
    }
  });
}

async function findings(axe: AxeBuilder): Promise<string[]> {
  const { violations } = await axe.analyze();
  return violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map(({ html, any }) => `${html.slice(0, 160)} ${any[0]?.message ?? ''}`).join(' | ')}`,
  );
}

/** Elements that can be scrolled sideways or stand out of the window. */
export async function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const visit = (root: ParentNode): void => {
      for (const element of root.querySelectorAll<HTMLElement>('*')) {
        if (element.shadowRoot !== null) visit(element.shadowRoot);
        if (!element.checkVisibility()) continue;
        const scrolls =
          ['auto', 'scroll'].includes(getComputedStyle(element).overflowX) && element.scrollWidth > element.clientWidth;
        const { left, right, width } = element.getBoundingClientRect();
        const isHidden = element.closest('.unseen, .skip, .cut') !== null || width === 0;
        if (scrolls || (!isHidden && (left < -1 || right > innerWidth + 1)))
          found.push(element.outerHTML.slice(0, 100));
      }
    };
    visit(document);
    if (document.documentElement.scrollWidth > innerWidth) found.push('page');
    return found;
  });
}

/** Holds that what is shown has no accessibility violation, light and dark, and fits into 320 pixels. */
export async function expectGoodLooks(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await auditColours(page), 'dark').toEqual([]);
  await page.emulateMedia({ colorScheme: 'light' });
  expect(await audit(page), 'light').toEqual([]);
  const size = page.viewportSize() ?? desktop.viewport;
  await page.setViewportSize(narrow.viewport);
  // What follows the width is drawn anew.
  await expect.poll(() => tooWide(page)).toEqual([]);
  await page.setViewportSize(size);
}
