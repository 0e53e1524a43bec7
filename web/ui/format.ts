// Numbers and times as the reader's locale writes them.

/** A number with at most two decimals and the locale's separators. */
export function format_number(value: number, decimals = 2, locale?: string): string {
  const rounded = Math.abs(value) < 0.5 * 10 ** -decimals ? 0 : value;
  return new Intl.NumberFormat(locale, { maximumFractionDigits: decimals }).format(rounded);
}

/** The digits of the locale, 0 to 9. */
function digits_of(locale: string | undefined): readonly string[] {
  return Array.from(new Intl.NumberFormat(locale, { useGrouping: false }).format(9876543210)).reverse();
}

/** Reads what a person typed in the locale's way, or with plain digits and a plain point. Undefined when it is not a number. */
export function parse_number(text: string, locale?: string): number | undefined {
  const parts = new Intl.NumberFormat(locale, { useGrouping: true }).formatToParts(12345.6);
  const group = parts.find((part) => part.type === 'group')?.value ?? ',';
  const decimal = parts.find((part) => part.type === 'decimal')?.value ?? '.';
  const digits = digits_of(locale);
  // Without marks of direction, which stand before a sign in Arabic and Persian, and without units.
  let plain = text.trim().replace(/[\s\u200e\u200f\u061c%٪°]|px$/g, '').replace('−', '-');
  plain = Array.from(plain, (sign) => (digits.includes(sign) ? String(digits.indexOf(sign)) : sign)).join('');
  // "1.080,5" and "1080,5" are German; a lone point that can not be a group is a decimal point.
  const has_groups = group !== '.' || plain.includes(decimal) || /^-?\d{1,3}(\.\d{3})+$/.test(plain);
  if (has_groups) plain = plain.split(group).join('').replace(decimal, '.');
  if (!/^[-+]?(\d+\.?\d*|\.\d+)$/.test(plain)) return undefined;
  return Number(plain);
}

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** "3 minutes ago", "yesterday"; a date when it is more than a week. */
export function format_when(then_ms: number, now_ms: number, locale?: string): string {
  const passed = now_ms - then_ms;
  if (passed > 7 * 86_400_000) {
    const this_year = new Date(then_ms).getFullYear() === new Date(now_ms).getFullYear();
    return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', ...(this_year ? {} : { year: 'numeric' }) }).format(then_ms);
  }
  for (const [unit, size] of steps) {
    if (passed >= size) return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(-Math.floor(passed / size), unit);
  }
  return 'Just now';
}
