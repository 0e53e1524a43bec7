// How versions are called: by the day, the time, and the name that a person gave.
import type { Version } from '../../net/generated/api_types.ts';

export interface Day {
  label: string;
  versions: readonly Version[];
}

const start_of_day = (ms: number): number => new Date(ms).setHours(0, 0, 0, 0);

function day_label(at_ms: number, now_ms: number, locale?: string): string {
  const days = Math.round((start_of_day(now_ms) - start_of_day(at_ms)) / 86_400_000);
  if (days === 0 || days === 1) {
    const words = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(-days, 'day');
    return words.charAt(0).toLocaleUpperCase(locale) + words.slice(1);
  }
  const this_year = new Date(at_ms).getFullYear() === new Date(now_ms).getFullYear();
  return new Intl.DateTimeFormat(locale, { weekday: days < 7 ? 'long' : 'short', day: 'numeric', month: 'long', ...(this_year ? {} : { year: 'numeric' }) }).format(at_ms);
}

/** Newest first within each day and among the days. */
export function by_day(versions: readonly Version[], now_ms: number, locale?: string): Day[] {
  const days = new Map<number, Version[]>();
  for (const version of [...versions].sort((a, b) => b.at - a.at || b.seq - a.seq)) {
    const day = start_of_day(version.at);
    days.set(day, [...(days.get(day) ?? []), version]);
  }
  return [...days].map(([day, of_day]) => ({ label: day_label(day, now_ms, locale), versions: of_day }));
}

export function time_of(version: Version, locale?: string): string {
  return new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' }).format(version.at);
}

/** What a row is called: its name, or when it was. */
export function title_of(version: Version, locale?: string): string {
  return version.name === '' ? time_of(version, locale) : version.name;
}

/** The second line of a row: what the first does not say. */
export function note_of(version: Version, locale?: string): string {
  if (!version.saved) return 'Kept automatically';
  if (version.name === '') return version.by === '' ? 'Saved' : `Saved by ${version.by}`;
  return version.by === '' ? time_of(version, locale) : `${time_of(version, locale)} · ${version.by}`;
}

/** Where there is no day above it. */
export function when_of(version: Version, now_ms: number, locale?: string): string {
  return `${day_label(version.at, now_ms, locale)}, ${time_of(version, locale)}`;
}
