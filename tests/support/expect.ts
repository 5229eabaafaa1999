import { expect as base } from '@playwright/test';

/** What a page shows is awaited for 20 seconds: a busy machine paints late, and that is not what is tested. */
export const expect = base.configure({ timeout: 20_000 });
