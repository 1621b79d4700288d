import { HIDDEN } from './redact.ts';

const DEEPEST = 8;
const MOST_ENTRIES = 200;
const LONGEST_TEXT = 16_384;
const SECRET_NAMES =
  /^(x-registry-auth|x-registry-config|(proxy-)?authorization|(set-)?cookie|password|passwd|token|secret|ticket|response_?url|(bot|app|access|refresh)_?token|signing_?secret|private_?key)$/i;

/**
 * A copy of a value that can be written to the log: texts redacted, errors with message, stack and causes, everything
 * bounded. Values under the names of secrets are hidden whatever they are, and the values of environment variables too.
 * Never throws.
 */
export function cleanerWith(redact: (text: string) => string): (value: unknown) => unknown {
  const text = (given: string): string => {
    const redacted = redact(given);
    return redacted.length <= LONGEST_TEXT ? redacted : `${redacted.slice(0, LONGEST_TEXT)}… (cut)`;
  };

  const clean = (value: unknown, above: readonly object[]): unknown => {
    if (typeof value === 'string') return text(value);
    if (typeof value === 'bigint' || typeof value === 'symbol') return text(String(value));
    if (typeof value === 'function') return '[function]';
    if (typeof value !== 'object' || value === null) return value;
    if (above.includes(value)) return '[circular]';
    if (above.length >= DEEPEST) return '[deeper]';
    const path = [...above, value];
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
    if (value instanceof URL) return text(value.href);
    if (value instanceof RegExp) return text(String(value));
    if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
    if (Array.isArray(value)) return list(value, path);
    if (value instanceof Set) return list([...value], path);
    if (value instanceof Map)
      return entries(
        [...value].map(([name, inner]) => [String(name), inner]),
        path,
      );
    return entries(value instanceof Error ? [...ofError(value), ...own(value)] : own(value), path);
  };

  const list = (items: readonly unknown[], path: readonly object[]): unknown[] => {
    const kept = items.slice(0, MOST_ENTRIES).map((item, at) => {
      const before = items[at - 1]; // raw headers: a name, then its value
      return typeof before === 'string' && SECRET_NAMES.test(before) ? HIDDEN : clean(item, path);
    });
    return items.length <= MOST_ENTRIES ? kept : [...kept, `… ${items.length - MOST_ENTRIES} more`];
  };

  const entries = (given: readonly (readonly [string, unknown])[], path: readonly object[]): object =>
    Object.fromEntries(
      given.slice(0, MOST_ENTRIES).map(([name, inner]) => [text(name), named(name, inner, path)]),
    );

  const named = (name: string, value: unknown, path: readonly object[]): unknown => {
    if (value === undefined || value === null) return value;
    if (SECRET_NAMES.test(name)) return HIDDEN;
    if (!/^env$/i.test(name)) return clean(value, path);
    if (Array.isArray(value)) return value.map((variable) => `${String(variable).split('=')[0]}=${HIDDEN}`);
    return HIDDEN;
  };

  return (value) => clean(value, []);
}

/** What an error has that is not enumerable. */
function ofError(error: Error): [string, unknown][] {
  return ['name', 'message', 'stack', 'cause', 'errors']
    .filter((name) => name in error && !Object.prototype.propertyIsEnumerable.call(error, name))
    .map((name) => [name, read(error, name)]);
}

function own(value: object): [string, unknown][] {
  return Object.keys(value).map((name) => [name, read(value, name)]);
}

function read(value: object, name: string): unknown {
  try {
    return Reflect.get(value, name);
  } catch {
    return '[unreadable]'; // a getter that throws must not keep the line from the log
  }
}
