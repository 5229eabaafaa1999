import { type AppId, type Manifest, VecheError } from '@veche/contract';
import type { Queryable } from '../../kernel/database/sql.ts';
import { bestIcon, type DrawnIcon } from './draw.ts';
import { isLookAlike } from './look-alike.ts';
import { findDrawn, readVerifiedLooks } from './store.ts';

/** Looks of the icon of Veche's own client: with round corners, and full. */
const ownIcons = ['0b7171694de0350b', '0cb271694de03648'];

/** Refuses an icon that could be taken for the platform's own, or for one of `verified`, which are looks as well. */
export function refuseLookAlike(
  { index, looks }: Pick<DrawnIcon, 'index' | 'looks'>,
  verified: readonly string[],
): void {
  if (![...ownIcons, ...verified].some((official) => isLookAlike(official, looks))) return;
  throw new VecheError('conflict', 'This icon could be taken for an official one: draw another.', {
    field: `manifest.icons.${index}`,
  });
}

/** The same of a release that is kept: an icon may have become official since it was sent. */
export async function refuseLookAlikeOf(
  sql: Queryable,
  release: { readonly appId: AppId; readonly releaseId: string; readonly manifest: Manifest },
): Promise<void> {
  const best = bestIcon(release.manifest);
  const drawn = await findDrawn(sql, release);
  if (best === null || drawn === null) return;
  const { sha256, looks } = drawn;
  refuseLookAlike({ index: best.index, looks }, await readVerifiedLooks(sql, release.appId, sha256));
}
