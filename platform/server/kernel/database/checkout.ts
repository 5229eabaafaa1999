import type { Sql, Tx } from './sql.ts';

/**
 * What we use of the driver's insides (postgres.js, version pinned): the parts that its own `sql.begin` is made of.
 * A connection with `reserved` set is nobody else's until the server says that no transaction is open.
 */
interface DriverConnection {
  /** Called when everything sent was answered while a transaction is open. */
  reserved: (() => void) | null;
  onclose: ((error: Error) => void) | null;
  execute(query: DriverQuery): boolean;
}
interface DriverQuery extends Promise<{ readonly command?: string }> {
  handler(query: DriverQuery): void;
  reject(error: Error): void;
  execute(): DriverQuery;
  /** The backend it was sent to. */
  readonly state?: { readonly pid: number } | null;
  /** Set by `execute`: the rest of the query leaves when the server has told its types. */
  describeFirst?: boolean;
}

/** A connection inside its transaction. */
export interface Checkout {
  /** Statements on the connection; refused once it is lost or the transaction has ended. */
  readonly tx: Tx;
  /** Settles with the answer of BEGIN. */
  readonly begun: PromiseLike<unknown>;
  /**
   * Sends the last statement behind those under way; its answer gives the connection back to the pool. A COMMIT that
   * the server answered by rolling back is refused with the error of the statement that failed.
   */
  end(how: 'commit' | 'rollback'): Promise<void>;
  /** The error of the statement that failed first: what the others say follows from it. */
  failure(): Error | undefined;
}

/**
 * Takes a connection of the pool by beginning a transaction on it. Statements leave at once, BEGIN ahead of them,
 * without waiting for answers. Once the connection is lost everything is refused and nothing more is sent.
 */
export function checkOut(sql: Sql): Checkout {
  let connection: DriverConnection | undefined;
  let lost: Error | undefined;
  let ending: Promise<void> | undefined;
  let last: DriverQuery | undefined;
  let failure: Error | undefined;
  let hasEnded = false;
  /** Held back: before BEGIN has left, and behind a statement whose types are asked for. */
  const waiting: DriverQuery[] = [];
  let isHeldBack = true;

  const send = (query: DriverQuery): void => {
    connection?.execute(query);
    isHeldBack = query.describeFirst === true;
  };
  const sendWaiting = (): void => {
    isHeldBack = false;
    for (let next = waiting.shift(); next !== undefined; next = isHeldBack ? undefined : waiting.shift()) send(next);
  };
  const lose = (error: Error): void => {
    lost = error;
    for (const query of waiting.splice(0)) query.reject(error);
  };
  const handle = (query: DriverQuery): void => {
    if (lost !== undefined) return query.reject(lost);
    if (hasEnded) return query.reject(new Error('a statement came after the end of its transaction'));
    hasEnded = query === last;
    // Whoever waits for it hears of it, too; here it counts when nobody minds.
    query.catch((error: unknown) => (failure ??= error as Error));
    if (isHeldBack) waiting.push(query);
    else send(query);
  };
  const onexecute = (its: DriverConnection): void => {
    connection = its;
    its.reserved = sendWaiting;
    its.onclose = lose;
    sendWaiting();
  };

  const ask = sql as unknown as (...args: unknown[]) => unknown;
  const unsafe = sql.unsafe as unknown as (...args: unknown[]) => DriverQuery;
  /** Statements of the pool go to whichever connection is free; ours go to this one. */
  const here = <Q>(query: Q): Q => (isStatement(query) ? Object.assign(query, { handler: handle }) : query);
  const tx = Object.assign((...args: unknown[]) => here(ask(...args)), sql, {
    unsafe: (...args: unknown[]) => here(unsafe(...args)),
  });
  return {
    tx: tx as unknown as Tx,
    begun: begin(() => unsafe('begin', [], { onexecute }), lose).then(requireConnection),
    end: (how) => (ending ??= finish(how)),
    failure: () => failure,
  };

  /**
   * The driver hands the connection over only while its socket takes more. A transaction that is nobody's would keep the
   * statements of others: it goes, with its connection.
   */
  async function requireConnection({ begun }: { begun: DriverQuery }): Promise<void> {
    if (connection !== undefined) return;
    const error = Object.assign(new Error('the driver kept the connection of a transaction'), {
      code: 'CONNECTION_CLOSED',
    });
    lose(error);
    await unsafe('select pg_terminate_backend($1::int)', [begun.state?.pid ?? 0]);
    throw error;
  }

  async function finish(how: 'commit' | 'rollback'): Promise<void> {
    last = here(unsafe(how));
    const { command } = await last.execute();
    if (how === 'commit' && command === 'ROLLBACK') throw failure ?? new Error('the transaction was rolled back');
  }
}

/**
 * Sends BEGIN. The driver tells the end of an idle connection to its next user, before anything of that user's was
 * sent: then once more.
 */
async function begin(ask: () => DriverQuery, lose: (error: Error) => void): Promise<{ begun: DriverQuery }> {
  let begun = ask();
  try {
    await begun.execute();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    try {
      if (!code.startsWith('57P')) throw error;
      begun = ask();
      await begun.execute();
    } catch (again) {
      lose(again as Error);
      throw again;
    }
  }
  // Not itself: a query is a promise, and would be waited for.
  return { begun };
}

/** Identifiers and lists of values come from the same function and are parts of statements. */
function isStatement(made: unknown): made is DriverQuery {
  return made instanceof Promise;
}
