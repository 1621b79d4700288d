import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { PLAN_LABEL } from './spec.ts';
import type { ServiceSpec } from './spec.ts';

/** JSON with keys sorted and absent, null and empty values alike, so that the same spec always has the same text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(canonical(value)) ?? 'null';
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value)
    .map(([key, inner]) => [key, canonical(inner)] as const)
    .filter(([, inner]) => !isEmpty(inner))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries);
}

/** The engine leaves out what is empty, or sends null: neither is a difference. `{}` is one (`Mode: {Global: {}}`). */
function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}

/** SHA-256 in hex over the canonical JSON: the fingerprint of a spec that plans and attempts are pinned to. */
export function specHash(spec: unknown): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalJson(spec))));
}

/** The hash of a service spec without Waggle's own label: whether two specs are the same but for who wrote them. */
export function bareHash(spec: ServiceSpec): string {
  const { Labels, ...rest } = bareSpec(spec);
  const labelled = Object.keys(Labels ?? {}).length > 0;
  return specHash(labelled ? { ...rest, Labels } : rest);
}

/** A spec without Waggle's own label. */
export function bareSpec(spec: ServiceSpec): ServiceSpec {
  if (spec.Labels?.[PLAN_LABEL] === undefined) return spec;
  const labels = Object.entries(spec.Labels).filter(([name]) => name !== PLAN_LABEL);
  return { ...spec, Labels: Object.fromEntries(labels) };
}
