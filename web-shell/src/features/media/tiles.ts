import { html, nothing, type TemplateResult } from 'lit';
import playIcon from 'lucide-static/icons/play.svg?raw';
import type { Words } from '../../i18n/words.ts';
import { icon } from '../../parts/icon.ts';
import { clock } from '../chat/rich/clock.ts';
import { fileUrl, placeholder, thumbnailUrl } from '../chat/rich/files.ts';
import type { Shot } from './shots.ts';

interface TileWays {
  /** Tab stops here: the tiles are one stop, arrows move between them. */
  readonly isStop: boolean;
  focused(): void;
  open(): void;
}

/** A square of the grid. A covered picture shows its colours only. */
export function tile({ t, dates }: Words, { message, file }: Shot, ways: TileWays): TemplateResult {
  const isVideo = file.kind !== 'photo';
  const name = t(isVideo ? 'files.video' : 'files.photo', { name: file.name });
  const picture =
    file.thumbnail !== undefined
      ? thumbnailUrl(file.fileId, message)
      : isVideo
        ? undefined
        : fileUrl(file.fileId, message);
  return html`<button
    class="tile"
    tabindex=${ways.isStop ? 0 : -1}
    aria-label=${t('media.tile', { name, day: dates.day(message.at) })}
    .style=${placeholder(file.thumbhash)}
    @focus=${() => ways.focused()}
    @click=${() => ways.open()}
  >
    ${
      file.spoiler === true || picture === undefined
        ? nothing
        : html`<img src=${picture} alt="" loading="lazy" decoding="async" draggable="false" />`
    }
    ${
      isVideo
        ? html`<span class="length"
            >${icon(playIcon)}${file.durationSeconds === undefined ? nothing : clock(file.durationSeconds)}</span
          >`
        : nothing
    }
  </button>`;
}

/** Arrows go to the tile that stands beside, above or below; Home and End to the first and the last. */
export function tileKeys(event: KeyboardEvent): void {
  const from = (event.target as HTMLElement).closest<HTMLElement>('.tile');
  if (from === null || event.altKey || event.ctrlKey || event.metaKey) return;
  const tiles = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('.tile')];
  const at = tiles.indexOf(from);
  const to = {
    ArrowRight: tiles[at + 1],
    ArrowLeft: tiles[at - 1],
    ArrowDown: inNextRow(tiles.slice(at + 1), from),
    ArrowUp: inNextRow(tiles.slice(0, at).reverse(), from),
    Home: tiles[0],
    End: tiles.at(-1),
  }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  to.focus();
}

/** Of the first row that is not that of `from`: the tile nearest to its column. */
function inNextRow(tiles: readonly HTMLElement[], from: HTMLElement): HTMLElement | undefined {
  const next = tiles.find(({ offsetTop }) => offsetTop !== from.offsetTop);
  const row = tiles.filter(({ offsetTop }) => offsetTop === next?.offsetTop);
  const way = ({ offsetLeft }: HTMLElement) => Math.abs(offsetLeft - from.offsetLeft);
  return row.sort((a, b) => way(a) - way(b))[0];
}
