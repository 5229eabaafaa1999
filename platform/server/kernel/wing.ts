import type { Hono } from 'hono';
import type { Projection } from './conversation-log/batch.ts';
import type { Job, Task } from './jobs.ts';
import type { PersonalData } from './personal-data.ts';
import type { Handler } from './rpc/handler.ts';

/** A subsystem as the composer sees it. */
export interface Wing {
  readonly name: string;
  readonly handlers: readonly Handler[];
  /** Adds routes to the main host. */
  routes?(server: Hono): void;
  /** Serves other hosts than the main one: null when the host is not its own. */
  serveHost?(request: Request, host: string): Promise<Response> | Response | null;
  /** Run inside the transaction that appends to a chat's log. */
  readonly projections?: readonly Projection[];
  readonly tasks?: readonly Task[];
  /** What the wing asks for with `Jobs.add`. */
  readonly jobs?: readonly Job[];
  /** What the wing keeps of a person; erased in this order, wing by wing. */
  readonly personalData?: readonly PersonalData[];
  start?(): Promise<void>;
  stop?(): Promise<void>;
}

/** What one feature gives its wing. */
export type WingPart = Partial<Omit<Wing, 'name' | 'serveHost'>>;

/** A wing made of its features, which start in their order and stop in the opposite one. */
export function joinParts(name: string, parts: readonly WingPart[]): Wing {
  return {
    name,
    handlers: parts.flatMap((part) => part.handlers ?? []),
    projections: parts.flatMap((part) => part.projections ?? []),
    tasks: parts.flatMap((part) => part.tasks ?? []),
    jobs: parts.flatMap((part) => part.jobs ?? []),
    personalData: parts.flatMap((part) => part.personalData ?? []),
    routes: (server) => {
      for (const part of parts) part.routes?.(server);
    },
    start: async () => {
      for (const part of parts) await part.start?.();
    },
    stop: async () => {
      for (const part of parts.toReversed()) await part.stop?.();
    },
  };
}
