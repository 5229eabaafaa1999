import { operations } from './max/operations/list.ts';
import { allMethodShapes } from './telegram/shape-table.ts';

/** The names by which the dialects know what bots call; of the MAX dialect, verb and path: `GET /chats/{chat_id}`. */
export const dialectMethods = {
  telegram: allMethodShapes().map(({ name }) => name),
  max: operations.map(({ verb, path }) => `${verb} ${path}`),
};
