import { ApiError } from './api.ts';
import { decodeJson, flag, list, map, text } from './decode.ts';
import { JsonSyntaxError, scanJson, type Json } from './json-scan.ts';
import { regularExpression } from './regular-expression.ts';

const marks = map(map(flag));
const lists = map(list(text));

/**
 * The query parameter `filters`: values by key (`moby api/types/filters/parse.go`).
 * @throws ApiError 400 in Go's words.
 */
export function parseFilters(query: URLSearchParams): Filters {
  const given = query.get('filters') ?? '';
  if (given === '') return new Filters(new Map());
  const json = scan(given);
  let fields: Record<string, Record<string, boolean>>;
  try {
    fields = decodeJson(marks, json);
  } catch (error) {
    fields = fromLists(json, error);
  }
  return new Filters(new Map(Object.entries(fields).map(([key, of]) => [key, new Map(Object.entries(of))])));
}

/** As `parseFilters`, for what answers 500, where others answer 400, when they are no JSON. @throws ApiError 500. */
export function parseFiltersOr500(query: URLSearchParams): Filters {
  try {
    return parseFilters(query);
  } catch (error) {
    throw error instanceof ApiError ? new ApiError(500, error.message) : error;
  }
}

function scan(given: string): Json {
  try {
    return scanJson(given, 'whole');
  } catch (error) {
    throw error instanceof JsonSyntaxError ? new ApiError(400, error.message) : error;
  }
}

/** The form of old clients. What is neither form is refused for not being the new one. */
function fromLists(json: Json, refusal: unknown): Record<string, Record<string, boolean>> {
  try {
    const old = Object.entries(decodeJson(lists, json));
    return Object.fromEntries(
      old.map(([key, values]) => [key, Object.fromEntries(values.map((value) => [value, true]))]),
    );
  } catch {
    throw refusal;
  }
}

/** What somebody asked for. A key without values matches everything. */
export class Filters {
  readonly #fields: ReadonlyMap<string, ReadonlyMap<string, boolean>>;

  constructor(fields: ReadonlyMap<string, ReadonlyMap<string, boolean>>) {
    this.#fields = fields;
  }

  has(key: string): boolean {
    return this.#fields.has(key);
  }

  /** The values of a key; none when it is not there. */
  get(key: string): readonly string[] {
    return [...(this.#fields.get(key)?.keys() ?? [])];
  }

  /** @throws ApiError 400 `Invalid filter 'x'` for a key that is none of these. */
  accept(...keys: readonly string[]): void {
    for (const key of this.#fields.keys()) {
      if (!keys.includes(key)) throw new ApiError(400, `Invalid filter '${key}'`);
    }
  }

  /** Is the source one of the values? A value that was marked false is none. */
  exact(key: string, source: string): boolean {
    const values = this.#fields.get(key);
    return values === undefined || values.size === 0 || values.get(source) === true;
  }

  /** Is the source one of the values, or does it begin with one? (moby's FuzzyMatch) */
  prefix(key: string, source: string): boolean {
    return this.exact(key, source) || this.get(key).some((value) => source.startsWith(value));
  }

  /** Is the source one of the values, or does one, taken for a regular expression, match somewhere in it? (moby's Match) */
  pattern(key: string, source: string): boolean {
    return this.exact(key, source) || this.get(key).some((value) => matches(value, source));
  }

  /** Has the source all of the values, each of which is `key` or `key=value`? (moby's MatchKVList) */
  labels(key: string, source: Readonly<Record<string, string>>): boolean {
    return hasLabels(this.get(key), source);
  }
}

/** Whether labels have all that is asked for, each `key` or `key=value`. */
function hasLabels(asked: readonly string[], source: Readonly<Record<string, string>>): boolean {
  return asked.every((one) => {
    const equals = one.indexOf('=');
    const key = equals === -1 ? one : one.slice(0, equals);
    if (!Object.hasOwn(source, key)) return false;
    return equals === -1 || source[key] === one.slice(equals + 1);
  });
}

function matches(pattern: string, source: string): boolean {
  return regularExpression(pattern)?.matches(source) ?? false;
}
