import { BlockList, isIP } from 'node:net';
import type { Node } from '../../state/objects.ts';
import type { Labels } from '../../state/spec.ts';

/** One placement constraint: `node.labels.zone == a` (`swarmkit manager/constraint/constraint.go`). */
export type Constraint = { readonly key: string; readonly operator: '==' | '!='; readonly value: string };

export type ParsedConstraints =
  | { readonly kind: 'parsed'; readonly constraints: readonly Constraint[] }
  /** `words` are swarmkit's. */
  | { readonly kind: 'invalid'; readonly words: string };

const OPERATORS = ['==', '!='] as const;
const KEY = /^[a-z_][a-z0-9\-_.]+$/i;
// Go's \s is narrower than JavaScript's, hence spelled out
const VALUE = /^[a-z0-9:\-_\t\n\f\r .*()?+[\]\\^$|/]+$/i;
const NODE_LABEL = 'node.labels.';
const ENGINE_LABEL = 'engine.labels.';

/** Reads constraints as they are posted. The first that cannot be read makes the whole list invalid. */
export function parseConstraints(list: readonly string[]): ParsedConstraints {
  const constraints: Constraint[] = [];
  for (const text of list) {
    // swarmkit looks for == anywhere in the text before it looks for !=
    const operator = OPERATORS.find((candidate) => text.includes(candidate));
    if (operator === undefined) {
      return { kind: 'invalid', words: `constraint expected one operator from ${OPERATORS.join(', ')}` };
    }
    const at = text.indexOf(operator);
    const key = text.slice(0, at).trim();
    const value = text.slice(at + operator.length).trim();
    if (!KEY.test(key)) return { kind: 'invalid', words: `key '${key}' is invalid` };
    if (!VALUE.test(value)) return { kind: 'invalid', words: `value '${value}' is invalid` };
    constraints.push({ key, operator, value });
  }
  return { kind: 'parsed', constraints };
}

/** Whether the node satisfies all of them. A key that swarmkit does not know is satisfied by no node. */
export function nodeMatches(constraints: readonly Constraint[], node: Node): boolean {
  return constraints.every((constraint) => matches(constraint, node));
}

function matches(constraint: Constraint, node: Node): boolean {
  const key = constraint.key.toLowerCase();
  if (key === 'node.ip') return ipMatches(constraint, node.status.address);
  const actual = valueOf(key, constraint.key, node);
  if (actual === undefined) return false;
  return (actual.toLowerCase() === constraint.value.toLowerCase()) === (constraint.operator === '==');
}

/** What the node has under this key; a label that it has not is empty. `key` is in lower case, `written` as it was posted. */
function valueOf(key: string, written: string, node: Node): string | undefined {
  switch (key) {
    case 'node.id':
      return node.id;
    case 'node.hostname':
      return node.description.hostname;
    case 'node.role':
      return node.spec.Role;
    case 'node.platform.os':
      return node.description.platform.os;
    case 'node.platform.arch':
      return node.description.platform.architecture;
    default:
  }
  // the names of labels, unlike the other keys, mind their case
  if (key.startsWith(NODE_LABEL) && key.length > NODE_LABEL.length) {
    return labelOf(node.spec.Labels, written.slice(NODE_LABEL.length));
  }
  if (key.startsWith(ENGINE_LABEL) && key.length > ENGINE_LABEL.length) {
    return labelOf(node.description.engineLabels, written.slice(ENGINE_LABEL.length));
  }
  return undefined;
}

/** The value of a label; empty where there is none. Labels have any name, `constructor` too. */
export function labelOf(labels: Labels, name: string): string {
  return Object.hasOwn(labels, name) ? (labels[name] ?? '') : '';
}

function ipMatches({ operator, value }: Constraint, address: string): boolean {
  const [network = '', bits] = value.split('/');
  const family = isIP(network);
  if (family === 0) return false;
  const most = family === 4 ? 32 : 128;
  const prefix = bits === undefined ? most : Number(bits);
  if (bits !== undefined && (!/^\d+$/.test(bits) || prefix > most)) return false;
  const list = new BlockList();
  const type = family === 4 ? 'ipv4' : 'ipv6';
  list.addSubnet(network, prefix, type);
  const within = isIP(address) === family && list.check(address, type);
  return within === (operator === '==');
}
