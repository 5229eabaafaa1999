import type { Entity } from '@veche/contract';

const MAX_ADDRESS_LENGTH = 2048;

/** The first web address that a text shows or leads to, in full; not one that stands under a spoiler. */
export function firstAddress(text: string, entities: readonly Entity[] = []): string | null {
  const isHidden = ({ offset, length }: Entity) =>
    entities.some(
      (other) => other.kind === 'spoiler' && other.offset < offset + length && offset < other.offset + other.length,
    );
  for (const entity of entities) {
    const address = addressOf(text, entity);
    if (address !== null && !isHidden(entity)) return address;
  }
  return null;
}

function addressOf(text: string, entity: Entity): string | null {
  if (entity.kind === 'link') return inFull(entity.url);
  if (entity.kind !== 'url') return null;
  const shown = text.slice(entity.offset, entity.offset + entity.length);
  return inFull(/^https?:\/\//i.test(shown) ? shown : `https://${shown}`);
}

function inFull(address: string): string | null {
  const url = URL.parse(address);
  return url !== null && url.href.length <= MAX_ADDRESS_LENGTH ? url.href : null;
}
