import { bad, good, type Reading } from './reading.ts';

const UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n, // micro sign
  μs: 1_000n, // Greek mu
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};
const PART = /(\d*)(?:\.(\d*))?(ns|us|µs|μs|ms|s|m|h)/y;
const EXPECTED = 'expected a duration such as 10s, 1m30s, 500ms or 0s';

/** A Go duration, as docker's flags take it, to nanoseconds (Go time.ParseDuration). Negative ones are refused. */
export function readDuration(text: string): Reading<number> {
  if (text === '0') return good(0);
  if (text.startsWith('-')) return bad(`${EXPECTED}, not a negative one`);
  if (/^\d+(\.\d+)?$/.test(text)) return bad(`expected a duration with its unit, such as ${text}s`);
  let total = 0n;
  let at = text.startsWith('+') ? 1 : 0;
  if (at === text.length) return bad(EXPECTED);
  while (at < text.length) {
    PART.lastIndex = at;
    const part = PART.exec(text);
    const [, whole = '', fraction = '', unit = ''] = part ?? [];
    const factor = UNITS[unit];
    if (factor === undefined || whole + fraction === '') return bad(EXPECTED);
    total += BigInt(whole || '0') * factor;
    total += (BigInt(fraction || '0') * factor) / 10n ** BigInt(fraction.length); // cut, as Go does
    at = PART.lastIndex;
  }
  if (total > BigInt(Number.MAX_SAFE_INTEGER)) return bad('expected a duration of at most 2501h (104 days)');
  return good(Number(total));
}

/** Nanoseconds as Go prints them (time.Duration.String): `10s`, `1m30s`, `1h0m0s`, `1.5s`, `500ms`, `0s`. */
export function formatDuration(nanoseconds: number): string {
  if (nanoseconds === 0) return '0s';
  if (nanoseconds < 1_000) return `${nanoseconds}ns`;
  if (nanoseconds < 1_000_000) return `${decimal(nanoseconds, 1_000)}µs`;
  if (nanoseconds < 1_000_000_000) return `${decimal(nanoseconds, 1_000_000)}ms`;
  const minutes = Math.floor(nanoseconds / 60_000_000_000);
  const seconds = `${decimal(nanoseconds % 60_000_000_000, 1_000_000_000)}s`;
  if (minutes === 0) return seconds;
  const hours = Math.floor(minutes / 60);
  return hours === 0 ? `${minutes}m${seconds}` : `${hours}h${minutes % 60}m${seconds}`;
}

/** `value / unit` in full, without binary rounding. */
function decimal(value: number, unit: number): string {
  const fraction = String(value % unit)
    .padStart(String(unit).length - 1, '0')
    .replace(/0+$/, '');
  const whole = String(Math.floor(value / unit));
  return fraction === '' ? whole : `${whole}.${fraction}`;
}
