import type { Location, NewLocation } from '@veche/contract';
import type { MessageFeature } from '../messages/features.ts';

/** A place that was sent becomes one that is shown: a live one has its end. */
export const locationFeature: MessageFeature = {
  name: 'locations',
  concerns: (draft) => draft.unfinished?.location !== undefined,
  check: (batch, drafts) => {
    for (const draft of drafts) {
      const sent = draft.unfinished?.location;
      if (sent !== undefined) draft.body = { ...draft.body, location: shown(sent, batch.at) };
    }
    return Promise.resolve(drafts.map(() => null));
  },
};

function shown({ live, ...position }: NewLocation, at: Date): Location {
  if (live === undefined) return position;
  const until = new Date(at.getTime() + live.seconds * 1000);
  return { ...position, live: { until: until.toISOString(), movedAt: at.toISOString() } };
}
