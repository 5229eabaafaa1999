/**
 * Where a key leads in grids that stand one below the other, all with so many columns: the place in all of them
 * together, -1 for above the first, undefined for a key that leads nowhere.
 */
export function gridStep(
  { key, ctrlKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey'>,
  at: number,
  sizes: readonly number[],
  columns: number,
): number | undefined {
  const count = sizes.reduce((sum, size) => sum + size, 0);
  const starts = sizes.map((_, index) => sizes.slice(0, index).reduce((sum, size) => sum + size, 0));
  const grid = starts.findLastIndex((start) => start <= at);
  const [start = 0, size = 0] = [starts[grid], sizes[grid]];
  const column = (at - start) % columns;
  const rowStart = at - column;
  const lastRow = (index: number) => Math.floor((sizes[index]! - 1) / columns) * columns;
  const within = (index: number, place: number) => starts[index]! + Math.min(place, sizes[index]! - 1);
  switch (key) {
    case 'ArrowRight':
      return Math.min(count - 1, at + 1);
    case 'ArrowLeft':
      return at - 1;
    case 'ArrowDown':
      if (rowStart - start < lastRow(grid)) return within(grid, at - start + columns);
      return grid + 1 < sizes.length ? within(grid + 1, column) : at;
    case 'ArrowUp':
      if (rowStart > start) return at - columns;
      return grid === 0 ? -1 : within(grid - 1, lastRow(grid - 1) + column);
    case 'Home':
      return ctrlKey ? 0 : rowStart;
    case 'End':
      return ctrlKey ? count - 1 : Math.min(rowStart + columns, start + size) - 1;
    case 'PageUp':
      return starts[Math.max(0, grid - 1)];
    case 'PageDown':
      return starts[Math.min(sizes.length - 1, grid + 1)];
  }
  return undefined;
}
