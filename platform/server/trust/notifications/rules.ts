import {
  type Language,
  MAX_NOTIFICATION_LENGTH,
  type NotificationTemplate,
  ShownName,
  type ValueKind,
  VecheError,
} from '@veche/contract';

type Values = Readonly<Record<string, string | number>>;

/** The words of a template with its values, in both languages. Refuses values by name that are not as it says. */
export function fillTemplate({ text, values: kinds }: NotificationTemplate, values: Values): Record<Language, string> {
  for (const name of new Set([...Object.keys(kinds), ...Object.keys(values)])) {
    const wrong = whatIsWrong(kinds[name], values[name]);
    if (wrong === null) continue;
    throw new VecheError('invalid_input', `values.${name}: ${wrong}`, { field: `values.${name}` });
  }
  const fill = (language: Language): string =>
    text[language].replaceAll(/\{(\w+)\}/g, (_all, name: string) => drawn(kinds[name]!, values[name]!, language));
  const drawnText = { ru: fill('ru'), en: fill('en') };
  if (Math.max(drawnText.ru.length, drawnText.en.length) > MAX_NOTIFICATION_LENGTH)
    throw new VecheError(
      'invalid_input',
      `values: the text has up to ${MAX_NOTIFICATION_LENGTH} characters with them`,
      {
        field: 'values',
      },
    );
  return drawnText;
}

function whatIsWrong(kind: ValueKind | undefined, value: string | number | undefined): string | null {
  if (kind === undefined) return 'is not in the template';
  if (value === undefined) return 'is missing';
  if (kind.kind === 'number') return typeof value === 'number' ? null : 'must be a number';
  if (typeof value !== 'string') return 'must be text';
  if (kind.kind === 'date') return isDay(value) ? null : 'must be a day such as 2027-03-01';
  if (!ShownName.safeParse(value).success) return 'must be one line of text that looks like what it is';
  return value.length <= kind.max_length ? null : `has up to ${kind.max_length} characters`;
}

function isDay(value: string): boolean {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(value) ? new Date(`${value}T00:00:00Z`) : null;
  return day !== null && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
}

function drawn({ kind }: ValueKind, value: string | number, language: Language): string {
  if (kind === 'number') return new Intl.NumberFormat(language).format(Number(value));
  if (kind === 'date')
    return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(value));
  return String(value);
}

/**
 * Seconds until one more may come when these came in the last 24 hours, the newest first; null: now. `perDay` 0 lets none
 * come: a day is as good as any.
 */
export function secondsToWait(came: readonly Date[], perDay: number, now: Date): number | null {
  if (came.length < perDay) return null;
  const oldest = perDay === 0 ? now : came[perDay - 1]!;
  return Math.max(1, Math.ceil((oldest.getTime() + DAY_MS - now.getTime()) / 1000));
}

export const DAY_MS = 86_400_000;
