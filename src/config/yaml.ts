import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type Node,
  type Pair,
} from 'yaml';
import type { z } from 'zod';
import { nearest } from '../core/chat/suggest.ts';
import type { Fault } from './fault.ts';
import { keysAt } from './schema.ts';

/** A YAML file that knows on which line each of its fields stands. */
export type YamlFile = {
  readonly value: unknown;
  /** Faults of the YAML itself; with any, `value` is not to be used. */
  readonly faults: readonly Fault[];
  /** A fault at this place: at its line, or where it is missing at that of what it is missing in. */
  readonly fault: (place: readonly PropertyKey[], expected: string) => Fault;
};

/** Reads YAML 1.2. An empty file is an empty group. */
export function readYaml(file: string, content: string): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(content, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  const at = (offset: number) => Math.max(1, lines.linePos(offset).line);
  const faults: Fault[] = [...document.errors, ...document.warnings].map((error) => {
    const line = at(error.pos[0]);
    const twice = error.code === 'DUPLICATE_KEY' ? duplicateAt(document, error.pos[0]) : null;
    return twice === null
      ? { file, line, field: '', expected: `expected YAML: ${safeWords(error.message)}` }
      : { file, line, field: twice.key, expected: `is there twice, first on line ${at(twice.first)}` };
  });
  const resolve = (node: unknown): unknown => (isAlias(node) ? node.resolve(document) : node);
  const lineOf = (place: readonly PropertyKey[]): number => {
    let node: unknown = document.contents;
    let line = offsetOf(node) === null ? 1 : at(offsetOf(node) ?? 0);
    for (const step of place) {
      const inside = resolve(node);
      const pair = isMap(inside) ? inside.items.find((item) => keyOf(item) === String(step)) : undefined;
      const child = isSeq(inside) && typeof step === 'number' ? inside.items[step] : pair?.value;
      const offset = offsetOf(pair?.key ?? child);
      if (offset === null) return line;
      line = at(offset);
      node = child;
    }
    return line;
  };
  const plain = (): unknown => {
    try {
      return document.toJS({ maxAliasCount: 100 }) ?? {};
    } catch {
      faults.push({
        file,
        line: null,
        field: '',
        expected: 'expected YAML with few aliases, each of a known anchor',
      });
      return null; // yaml tells these two by throwing
    }
  };
  return {
    value: faults.length > 0 ? null : plain(),
    faults,
    fault: (place, expected) => ({ file, line: lineOf(place), field: fieldName(place), expected }),
  };
}

/** What zod found, one fault for each field; a key that is not known is answered with the nearest that is. */
export function issueFaults(yaml: YamlFile, issues: readonly z.core.$ZodIssue[]): Fault[] {
  return issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') return [yaml.fault(issue.path, issue.message)];
    const known = keysAt(issue.path);
    return issue.keys.map((key) => {
      const meant = nearest(key, known);
      const words = meant === null ? `one of ${known.join(', ')}` : `${meant}, perhaps`;
      return yaml.fault([...issue.path, key], `not a known key; expected ${words}`);
    });
  });
}

/** Words for the faults that the schema itself has no words for. */
export function expectedWords(issue: z.core.$ZodRawIssue): string {
  if (issue.input === undefined) return 'is missing';
  if (issue.input === null) return 'has nothing in it';
  return (issue.code === 'invalid_type' ? WORDS.get(issue.expected) : undefined) ?? 'expected another value';
}

const WORDS: ReadonlyMap<string, string> = new Map([
  ['object', 'expected a group of `key: value` lines'],
  ['record', 'expected a group of `key: value` lines'],
  ['array', 'expected a list'],
]);

/** `clusters.prod.endpoints[0]` */
function fieldName(place: readonly PropertyKey[]): string {
  return place
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '');
}

/** The key that stands at this offset, and the offset at which its group has it first. */
function duplicateAt(document: Document, offset: number): { key: string; first: number } | null {
  let found: { key: string; first: number } | null = null;
  visit(document, {
    Map: (_key, { items }) => {
      const second = items.find((item) => offsetOf(item.key) === offset);
      const first = items.find((item) => second !== undefined && keyOf(item) === keyOf(second));
      if (second === undefined || first === undefined) return undefined;
      found = { key: keyOf(second), first: offsetOf(first.key) ?? 0 };
      return visit.BREAK;
    },
  });
  return found;
}

function keyOf(pair: Pair): string {
  return String(isScalar(pair.key) ? pair.key.value : pair.key);
}

function offsetOf(node: unknown): number | null {
  return isNode(node) ? (node.range?.[0] ?? null) : null;
}

function isNode(node: unknown): node is Node {
  return isMap(node) || isSeq(node) || isScalar(node) || isAlias(node);
}

/** What follows a colon quotes the file. */
function safeWords(message: string): string {
  return message.split(':')[0] ?? '';
}
