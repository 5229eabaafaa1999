import { type AccountId, type BudgetKind, dailyBudgets, type TrustLevel, VecheError } from '@veche/contract';
import type { Queryable, Tx } from '../../kernel/database/sql.ts';

const DAY_MS = 86_400_000;

export interface Standing {
  level: TrustLevel;
  limitedUntil: Date | null;
}

/** How far an account is trusted by its age; a limited one stands where newcomers do. */
function levelOf(account: { createdAt: Date; limitedUntil: Date | null; isDemo: boolean }, now: Date): TrustLevel {
  if (account.limitedUntil !== null && account.limitedUntil > now) return 'new';
  if (account.isDemo) return 'trusted';
  const age = now.getTime() - account.createdAt.getTime();
  return age < DAY_MS ? 'new' : age < 7 * DAY_MS ? 'known' : 'trusted';
}

export async function readStanding(sql: Queryable, accountId: AccountId, now: Date): Promise<Standing> {
  const [row] = await sql<{ createdAt: Date; isDemo: boolean; limitedUntil: Date | null }[]>`
    select a.created_at as "createdAt", a.is_demo as "isDemo", l.until as "limitedUntil"
    from account a left join account_limit l on l.account_id = a.account_id where a.account_id = ${accountId}`;
  if (row === undefined) return { level: 'new', limitedUntil: null };
  const limitedUntil = row.limitedUntil !== null && row.limitedUntil > now ? row.limitedUntil : null;
  return { level: levelOf({ ...row, limitedUntil }, now), limitedUntil };
}

/**
 * Takes from an account's budget of the day (UTC), in the transaction of the act itself: a refused or failed act costs
 * nothing. Throws `rate_limited` with the seconds until midnight when not enough is left.
 */
export async function spendBudget(
  tx: Tx,
  spending: { accountId: AccountId; kind: BudgetKind; count: number },
  now: Date,
): Promise<void> {
  const { accountId, kind, count } = spending;
  if (count === 0) return;
  const { level } = await readStanding(tx, accountId, now);
  const perDay = dailyBudgets[kind][level];
  const day = dayOf(now);
  const rows = await tx`
    insert into daily_budget as b (account_id, kind, day, used)
    select ${accountId}, ${kind}, ${day}::date, ${count} where ${count} <= ${perDay}::int
    on conflict (account_id, kind, day) do update set used = b.used + excluded.used
      where b.used + excluded.used <= ${perDay}
    returning 1`;
  if (rows.length > 0) return;
  throw new VecheError(
    'rate_limited',
    `This account may do this ${perDay} times a day: ${kind}. The number grows with time.`,
    {
      retryAfterSeconds: Math.ceil((Date.parse(day) + DAY_MS - now.getTime()) / 1000),
    },
  );
}

/** What is used of the budgets of a day. */
export async function readUsed(sql: Queryable, accountId: AccountId, now: Date): Promise<Map<BudgetKind, number>> {
  const rows = await sql<{ kind: BudgetKind; used: number }[]>`
    select kind, used from daily_budget where account_id = ${accountId} and day = ${dayOf(now)}::date`;
  return new Map(rows.map((row) => [row.kind, row.used]));
}

/** Sets an account back to the limits of newcomers until a moment; never shortens. */
export async function limitAccount(tx: Tx, accountId: AccountId, until: Date): Promise<void> {
  await tx`
    insert into account_limit as l (account_id, until) values (${accountId}, ${until})
    on conflict (account_id) do update set until = greatest(l.until, excluded.until)`;
}

function dayOf(now: Date): string {
  return now.toISOString().slice(0, 10);
}
