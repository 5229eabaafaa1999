import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { expect } from 'vitest';
import { desktop, narrow } from './shell.ts';

/** What axe finds on the page by the WCAG 2.0 to 2.2 rules of levels A and AA. */
export async function audit(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
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
  for (const colorScheme of ['dark', 'light'] as const) {
    // A colour on its way to another one has the contrast of neither.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect(await audit(page), colorScheme).toEqual([]);
  }
  const size = page.viewportSize() ?? desktop.viewport;
  await page.setViewportSize(narrow.viewport);
  expect(await tooWide(page)).toEqual([]);
  await page.setViewportSize(size);
}
