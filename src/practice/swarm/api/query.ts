import { ApiError, type ApiRequest } from './api.ts';

/** A switch in the query: anything is yes but nothing, 0, no, false and none (`moby api/server/httputils/form.go`). */
export function boolValue(query: URLSearchParams, key: string): boolean {
  const value = (query.get(key) ?? '').trim().toLowerCase();
  return !['', '0', 'no', 'false', 'none'].includes(value);
}

/** As `boolValue`, with a default for a switch that is not there at all. */
export function boolValueOr(query: URLSearchParams, key: string, otherwise: boolean): boolean {
  return query.has(key) ? boolValue(query, key) : otherwise;
}

/** Go's strconv.ParseBool; `fault` has its words for what it refuses. */
export function parseBool(text: string): { readonly value: boolean } | { readonly fault: string } {
  if (['1', 't', 'T', 'true', 'TRUE', 'True'].includes(text)) return { value: true };
  if (['0', 'f', 'F', 'false', 'FALSE', 'False'].includes(text)) return { value: false };
  return { fault: `strconv.ParseBool: parsing ${JSON.stringify(text)}: invalid syntax` };
}

/** A switch in the query that has to be one, or absent. @throws ApiError 400 for what Go does not take for a boolean. */
export function strictBool(query: URLSearchParams, key: string): boolean {
  const text = query.get(key) ?? '';
  if (text === '') return false;
  const parsed = parseBool(text);
  if ('value' in parsed) return parsed.value;
  throw new ApiError(400, `invalid value for ${key}: ${text}: ${parsed.fault}`);
}

const MOST_UINT64 = 2n ** 64n - 1n;

/**
 * A whole number without a sign, as Go's strconv.ParseUint reads it in 64 bits; beyond 2^53 the nearest number there is.
 * `fault` has its words for what is none: `strconv.ParseUint: parsing "x": invalid syntax`.
 */
export function parseUint(text: string): { readonly value: number } | { readonly fault: string } {
  const fault = (why: string): { readonly fault: string } => ({
    fault: `strconv.ParseUint: parsing ${JSON.stringify(text)}: ${why}`,
  });
  if (!/^\d+$/.test(text)) return fault('invalid syntax');
  return BigInt(text) > MOST_UINT64 ? fault('value out of range') : { value: Number(text) };
}

/** The version that an object must have to be written. @throws ApiError 400 when it is no number. */
export function versionOf({ query }: ApiRequest, kind: 'service' | 'node' | 'swarm'): number {
  const text = query.get('version') ?? '';
  const parsed = parseUint(text);
  if ('value' in parsed) return parsed.value;
  throw new ApiError(400, `invalid ${kind} version '${text}': ${parsed.fault}`);
}

/**
 * Some calls take JSON alone, and look at what the client calls its body (`moby httputils.CheckForJSON`).
 * @throws ApiError 400.
 */
export function checkForJson({ headers, body }: ApiRequest): void {
  const type = headers['content-type'] ?? '';
  if (type === '' && body === '') return;
  if (isJson(type)) return;
  throw new ApiError(400, `Content-Type specified (${type}) must be 'application/json'`);
}

/** Media type and well-formed parameters (`go mime.ParseMediaType`). */
function isJson(type: string): boolean {
  return /^\s*application\/json\s*(;\s*[\w.!#$&^+-]+\s*=\s*("[^"]*"|[^\s;",]+)\s*)*;?\s*$/i.test(type);
}

/** What is wrong with a query, in Go's words (`go net/url`, ParseQuery); undefined when nothing is. */
export function queryFault(query: string): string | undefined {
  for (const pair of query.split('&')) {
    if (pair.includes(';')) return 'invalid semicolon separator in query';
    const escape = /%(?![0-9a-fA-F]{2}).{0,2}/s.exec(pair);
    if (escape !== null) return `invalid URL escape ${JSON.stringify(escape[0])}`;
  }
  return undefined;
}
