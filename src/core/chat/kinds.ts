import { formatDuration, readDuration } from './duration.ts';
import { readImage } from './image-reference.ts';
import type { Kind } from './param.ts';
import { bad, good, readingSchema, type Reading } from './reading.ts';

/** How many replicas Waggle asks for at most: docker has no bound, but a slip of the finger has none either. */
const MAX_REPLICAS = 10_000;

const NAME = 'the name of a service';
const PAIR = 'a service and its number of replicas';

/** A whole number from 0 to `max`. Digits are matched before they are numbers: "" is not zero replicas. */
export function count(hint: string, max = 4_294_967_295): Kind<number> {
  return { hint, schema: readingSchema((text) => readCount(text, max)), format: String };
}

/** How many replicas a service shall have. */
export function replicas(): Kind<number> {
  return count('N', MAX_REPLICAS);
}

/** Any words without control characters. */
export function text(hint: string): Kind<string> {
  return {
    hint,
    schema: readingSchema((value) =>
      /\p{Cc}/u.test(value) ? bad('expected text without control characters') : good(value),
    ),
    format: (value) => value,
  };
}

/** Yes or no, without a value: `--force`, or `--force=false`. The words are Go's (strconv.ParseBool), as docker takes them. */
export function flag(): Kind<boolean> {
  return {
    hint: '',
    schema: readingSchema((value) => {
      if (/^(1|t|T|true|TRUE|True)$/.test(value)) return good(true);
      if (/^(0|f|F|false|FALSE|False)$/.test(value)) return good(false);
      return bad('expected true or false, or no value at all');
    }),
    format: String,
  };
}

/** A Go duration (`10s`, `1m30s`, `0`), in nanoseconds. */
export function duration(): Kind<number> {
  return { hint: 'DURATION', schema: readingSchema(readDuration), format: formatDuration };
}

/** A share from 0 to 1, with at most six decimals, so that it is written as it is read. */
export function ratio(): Kind<number> {
  return {
    hint: 'RATIO',
    schema: readingSchema((value) =>
      /^(0|0?\.\d{1,6}|1(\.0{1,6})?)$/.test(value)
        ? good(Number(value))
        : bad('expected a share from 0 to 1, such as 0.25'),
    ),
    format: String,
  };
}

/** One of a few words. */
export function choice<const C extends readonly string[]>(choices: C): Kind<C[number]> {
  return {
    hint: choices.join('|'),
    schema: readingSchema((value): Reading<C[number]> => {
      const found = choices.find((word) => word === value);
      return found === undefined ? bad(`expected ${oneOf(choices)}`) : good(found);
    }),
    format: (value) => value,
    choices,
  };
}

/** An image reference, as written: normalising and resolving are the command's. */
export function image(): Kind<string> {
  return {
    hint: 'IMAGE',
    schema: readingSchema((value) => {
      const reading = readImage(value);
      return reading.ok ? good(value) : reading;
    }),
    format: (value) => value,
  };
}

/** A service's name, or its id. */
export function serviceName(): Kind<string> {
  return {
    hint: 'SERVICE',
    inWords: NAME,
    schema: readingSchema(readServiceName),
    format: (value) => value,
    live: 'service',
  };
}

export type ScalePair = { readonly service: string; readonly replicas: number };

/** `redis=5`: a service and how many replicas it shall have. */
export function scalePair(): Kind<ScalePair> {
  return {
    hint: 'SERVICE=REPLICAS',
    inWords: PAIR,
    schema: readingSchema(readScalePair),
    format: (value) => `${value.service}=${value.replicas}`,
    live: 'service',
  };
}

function readScalePair(value: string): Reading<ScalePair> {
  const equals = value.indexOf('=');
  if (equals < 0) return bad(`expected ${PAIR}, such as redis=5`);
  const service = readServiceName(value.slice(0, equals));
  if (!service.ok) return bad(`${service.expected}, before the =`);
  const replicas = readCount(value.slice(equals + 1), MAX_REPLICAS);
  if (!replicas.ok) return bad(`${replicas.expected}, after the =`);
  return good({ service: service.value, replicas: replicas.value });
}

function readCount(value: string, max: number): Reading<number> {
  const digits = /^0*([0-9]{1,15})$/.exec(value)?.[1];
  if (digits !== undefined && Number(digits) <= max) return good(Number(digits));
  return bad(`expected a whole number from 0 to ${max}`);
}

/** The engine's rule for names (swarmkit manager/controlapi isValidDNSName), which ids satisfy too. */
function readServiceName(value: string): Reading<string> {
  if (value === '') return bad(`expected ${NAME}`);
  if (value.length > 63) return bad(`expected ${NAME}, at most 63 characters`);
  if (/^[a-zA-Z0-9](?:[\w-]*[a-zA-Z0-9])?$/.test(value)) return good(value);
  return bad(`expected ${NAME}: letters, digits, and - or _ between them`);
}

function oneOf(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`;
}
