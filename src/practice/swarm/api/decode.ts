import { ApiError } from './api.ts';
import { base64Fault } from './base64.ts';
import { JsonSyntaxError, Members, NumberLiteral, scanJson, type Json } from './json-scan.ts';

/** What a JSON body is read into, as Go reads it into a struct (`go encoding/json/decode.go`). */
export type Schema<T> = {
  /** Go's name of the type, which its errors say: `uint64`, `[]string`, `swarm.ServiceSpec`. */
  readonly type: string;
  /** What null stands for in a list or a map. */
  readonly zero: T;
  /** `old` is what an earlier member of the same name gave. @throws ApiError 400 in Go's words. */
  readonly read: (json: Exclude<Json, null>, place: Place, old: unknown) => T;
};

/** The type that a schema reads. */
export type Decoded<S> = S extends Schema<infer T> ? T : never;

/** Where a value stands: Go names the innermost struct and the path from the root. */
type Place = { readonly struct: string; readonly path: readonly string[] } | undefined;

/**
 * Reads a body as the engine's JSON decoder does: unknown members are dropped, names match in any case, null is absent, and what
 * follows the first value is left alone.
 * @throws ApiError 400 in Go's words.
 */
export function decode<T>(schema: Schema<T>, body: string): T {
  return decodeJson(schema, scanBody(body));
}

/** Reads JSON that was scanned already; see `decode`. */
export function decodeJson<T>(schema: Schema<T>, json: Json): T {
  return json === null ? schema.zero : schema.read(json, undefined, undefined);
}

function scanBody(body: string): Json {
  try {
    return scanJson(body, 'first');
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    throw new ApiError(400, error.message === 'EOF' ? 'got EOF while reading request body' : error.message);
  }
}

/** Go's `string`, or a type of its own that is one: `named('mount.Type')`. */
export const text: Schema<string> = named('string');

export function named(type: string): Schema<string> {
  return {
    type,
    zero: '',
    read: (json, place) => (typeof json === 'string' ? json : mismatch(json, place, type)),
  };
}

export const flag: Schema<boolean> = {
  type: 'bool',
  zero: false,
  read: (json, place) => (typeof json === 'boolean' ? json : mismatch(json, place, 'bool')),
};

/** A whole number in so many bits with a sign. Beyond 2^53 it is the nearest number that JavaScript has. */
export const int = (bits: 32 | 64, type = `int${bits}`): Schema<number> =>
  whole(type, -(2n ** BigInt(bits - 1)), 2n ** BigInt(bits - 1) - 1n);

export const uint = (bits: 8 | 16 | 32 | 64, type = `uint${bits}`): Schema<number> =>
  whole(type, 0n, 2n ** BigInt(bits) - 1n);

/** Nanoseconds. */
export const duration: Schema<number> = int(64, 'time.Duration');

/** Of 64 bits, and a sign; JSON has no leading zeros. */
const MOST_DIGITS = 20;

function whole(type: string, least: bigint, most: bigint): Schema<number> {
  return {
    type,
    zero: 0,
    read: (json, place) => {
      if (!(json instanceof NumberLiteral)) return mismatch(json, place, type);
      const { digits } = json;
      // Go's ParseUint takes no sign, not even that of -0
      if (!(least < 0n ? /^-?\d+$/ : /^\d+$/).test(digits)) return mismatch(json, place, type, digits);
      // a million digits would take long to be read
      if (digits.length > MOST_DIGITS) return mismatch(json, place, type, digits);
      const value = BigInt(digits);
      return value < least || value > most ? mismatch(json, place, type, digits) : Number(value);
    },
  };
}

export const float64: Schema<number> = float('float64', (value) => value);

/** Rounded to 32 bits, and given as the shortest decimal that means the same, which is what Go writes: 0.1 stays 0.1. */
export const float32: Schema<number> = float('float32', (value) => {
  const rounded = Math.fround(value);
  for (let precision = 1; precision < 9; precision++) {
    const short = Number(rounded.toPrecision(precision));
    if (Math.fround(short) === rounded) return short;
  }
  return Number(rounded.toPrecision(9));
});

function float(type: string, round: (value: number) => number): Schema<number> {
  return {
    type,
    zero: 0,
    read: (json, place) => {
      if (!(json instanceof NumberLiteral)) return mismatch(json, place, type);
      const value = round(Number(json.digits));
      return Number.isFinite(value) ? value : mismatch(json, place, type, json.digits);
    },
  };
}

/** Go's `[]byte`: base64 in JSON, and base64 here. */
export const bytes: Schema<string> = {
  type: '[]uint8',
  zero: '',
  read: (json, place) => {
    if (Array.isArray(json)) {
      const values = list(uint(8)).read(json, place, undefined);
      return Buffer.from(values).toString('base64');
    }
    if (typeof json !== 'string') return mismatch(json, place, '[]uint8');
    const fault = base64Fault(json);
    if (fault !== undefined) throw new ApiError(400, `illegal base64 data at input byte ${fault}`);
    return json.replaceAll(/[\r\n]/g, '');
  },
};

/** Go's list; the type is to be said where the elements are pointers: `[]*swarm.SecretReference`. */
export function list<T>(of: Schema<T>, type = `[]${of.type}`): Schema<T[]> {
  return {
    type,
    zero: [],
    read: (json, place, old) =>
      Array.isArray(json)
        ? json.map((element, index) =>
            element === null ? of.zero : of.read(element, place, (old as readonly T[] | undefined)?.[index]),
          )
        : mismatch(json, place, type),
  };
}

/** Go's map by strings; its keys come sorted, as Go writes them. */
export function map<T>(of: Schema<T>, type = `map[string]${of.type}`): Schema<Record<string, T>> {
  return {
    type,
    zero: {},
    read: (json, place, old) => {
      if (!(json instanceof Members)) return mismatch(json, place, type);
      const entries = new Map(Object.entries((old ?? {}) as Record<string, T>));
      for (const [key, value] of json.entries) {
        entries.set(key, value === null ? of.zero : of.read(value, place, undefined));
      }
      return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
    },
  };
}

type Fields = Readonly<Record<string, Schema<unknown>>>;
type StructOf<F extends Fields> = { -readonly [K in keyof F]?: Decoded<F[K]> };

/** Go's struct, `type` with its package: `swarm.ServiceSpec`. The fields of embedded structs are fields of its own. Fields come in their declared order. */
export function struct<const F extends Fields>(type: string, fields: F): Schema<StructOf<F>> {
  const name = type.slice(type.lastIndexOf('.') + 1);
  const names = Object.keys(fields);
  const inAnyCase = new Map(names.toReversed().map((field) => [field.toLowerCase(), field]));
  return {
    type,
    zero: {},
    read: (json, place, old) => {
      if (!(json instanceof Members)) return mismatch(json, place, type);
      const found: Record<string, unknown> = { ...(old as StructOf<F> | undefined) };
      for (const [key, value] of json.entries) {
        const field = Object.hasOwn(fields, key) ? key : inAnyCase.get(key.toLowerCase());
        const schema = field === undefined ? undefined : fields[field];
        if (field === undefined || schema === undefined || value === null) continue;
        const inside: Place = { struct: name, path: [...(place?.path ?? []), field] };
        found[field] = schema.read(value, inside, found[field]);
      }
      const ordered = names.filter((field) => field in found).map((field) => [field, found[field]]);
      return Object.fromEntries(ordered) as StructOf<F>;
    },
  };
}

/** Go's `interface{}`: as it was scanned, however deep it is. */
export const raw: Schema<unknown> = { type: 'interface {}', zero: null, read: (json) => json };

function mismatch(json: Exclude<Json, null>, place: Place, type: string, digits = ''): never {
  const where = place === undefined ? 'Go value' : `Go struct field ${place.struct}.${place.path.join('.')}`;
  const what = digits === '' ? kindOf(json) : `number ${digits}`;
  throw new ApiError(400, `json: cannot unmarshal ${what} into ${where} of type ${type}`);
}

function kindOf(json: Exclude<Json, null>): string {
  if (Array.isArray(json)) return 'array';
  if (json instanceof NumberLiteral) return 'number';
  if (json instanceof Members) return 'object';
  return typeof json === 'boolean' ? 'bool' : 'string';
}
