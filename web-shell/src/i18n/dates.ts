import type { ReadonlySignal } from '@preact/signals-core';
import type { Language } from '@veche/contract';

/** Dates as people read them, in the device's time zone. Inputs are ISO 8601 moments. */
export interface Dates {
  /** 14:05 */
  time(at: string): string;
  /** Time today, weekday this week, else a short date: for the chat list. */
  brief(at: string): string;
  /** Today, yesterday, else day and month, with the year when it is another. */
  day(at: string): string;
  /** May 2026. */
  month(at: string): string;
  /** Day, month, year and time. */
  full(at: string): string;
  /** How long so many milliseconds are, in days, hours or minutes: 3 hours. */
  span(milliseconds: number): string;
}

const dayMs = 86_400_000;

const styles = {
  weekday: { weekday: 'short' },
  shortDate: { day: 'numeric', month: 'short' },
  numericDate: { day: '2-digit', month: '2-digit', year: '2-digit' },
  longDay: { day: 'numeric', month: 'long' },
  longDayYear: { day: 'numeric', month: 'long', year: 'numeric' },
  month: { month: 'long', year: 'numeric' },
  full: { day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit' },
} satisfies Record<string, Intl.DateTimeFormatOptions>;

const locales: Record<Language, string> = { ru: 'ru-RU', en: 'en-GB' };

/** What the first screen shows is written by hand: the browser's own formats take tens of milliseconds to wake. */
const recently: Record<Language, readonly [today: string, yesterday: string]> = {
  ru: ['Сегодня', 'Вчера'],
  en: ['Today', 'Yesterday'],
};
const twoDigits = (number: number) => String(number).padStart(2, '0');
const clock = (at: Date) => `${twoDigits(at.getHours())}:${twoDigits(at.getMinutes())}`;

export function createDates(language: ReadonlySignal<Language>, now: () => Date = () => new Date()): Dates {
  const formats = new Map<string, Intl.DateTimeFormat>();
  const write = (style: keyof typeof styles, at: Date) => {
    const key = `${language.value} ${style}`;
    let format = formats.get(key);
    if (format === undefined)
      formats.set(key, (format = new Intl.DateTimeFormat(locales[language.value], styles[style])));
    return format.format(at);
  };
  return {
    time: (at) => clock(new Date(at)),
    brief(text) {
      const at = new Date(text);
      const age = daysBetween(at, now());
      if (age <= 0) return clock(at);
      if (age < 7) return write('weekday', at);
      return write(at.getFullYear() === now().getFullYear() ? 'shortDate' : 'numericDate', at);
    },
    day(text) {
      const at = new Date(text);
      const age = daysBetween(at, now());
      if (age === 0 || age === 1) return recently[language.value][age];
      return write(at.getFullYear() === now().getFullYear() ? 'longDay' : 'longDayYear', at);
    },
    month: (at) => write('month', new Date(at)),
    full: (at) => write('full', new Date(at)),
    span(milliseconds) {
      const minutes = Math.round(milliseconds / 60_000);
      const [unit, size] = minutes >= 1440 ? ['day', 1440] : minutes >= 60 ? ['hour', 60] : ['minute', 1];
      const style = { style: 'unit', unit, unitDisplay: 'long' } as const;
      return new Intl.NumberFormat(language.value, style).format(Math.round(minutes / Number(size)));
    },
  };
}

/** Calendar days from one moment to another on this device. */
function daysBetween(from: Date, to: Date): number {
  return Math.round((startOfDay(to) - startOfDay(from)) / dayMs);
}

function startOfDay(at: Date): number {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();
}
