/** Replaces in facts what differs between two runs: ids, times, versions, digests, addresses. */
export type Names = {
  /** Learns what kind of object each id in an answer to this path names. */
  readonly learn: (path: string, value: unknown) => void;
  readonly apply: (value: unknown) => unknown;
};

type Kind = 'service' | 'task' | 'node' | 'network' | 'secret' | 'config' | 'swarm';

const KIND_OF_PAGE: Readonly<Record<string, Kind>> = {
  services: 'service',
  tasks: 'task',
  nodes: 'node',
  networks: 'network',
  secrets: 'secret',
  configs: 'config',
  swarm: 'swarm',
};

const KIND_OF_KEY: Readonly<Record<string, Kind>> = {
  ServiceID: 'service',
  NodeID: 'node',
  NetworkID: 'network',
  SecretID: 'secret',
  ConfigID: 'config',
};

const VERSION_KEYS = new Set(['Version', 'SpecVersion']);
const TIME = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)/g;
const TOKEN = /SWMTKN-1-[0-9a-z]{50}-[0-9a-z]{25}/g;
const DIGEST = /sha256:[0-9a-f]{64}/g;
const CONTAINER = /\b[0-9a-f]{64}\b/g;
const SWARM_ID = /\b[0-9a-z]{25}\b/g;
const ADDRESS = /\b(10|172|192)\.\d{1,3}\.\d{1,3}\.\d{1,3}\b/g;
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n?/g;
const NO_TIME = '0001-01-01T00:00:00Z';

/**
 * Names are given in the order in which the facts first say a thing: `<service 1>`, `<task 2>`, `<digest 1>`; a node's is its
 * host name's.
 */
export const makeNames = (): Names => {
  const kinds = new Map<string, Kind>();
  const hostnames = new Map<string, string>();
  const addresses = new Map<string, string>();
  const given = new Map<string, string>();
  const counts = new Map<string, number>();

  const give = (kind: string, id: string): string => {
    const known = given.get(id);
    if (known !== undefined) return known;
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    given.set(id, `<${kind} ${count}>`);
    return `<${kind} ${count}>`;
  };

  const learnKeys = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(learnKeys);
    if (!isObject(value)) return;
    for (const [key, inner] of Object.entries(value)) {
      const kind = KIND_OF_KEY[key];
      if (kind !== undefined && typeof inner === 'string' && inner !== '') kinds.set(inner, kind);
      else learnKeys(inner);
    }
  };

  const learnNode = (node: unknown): void => {
    if (!isObject(node) || typeof node['ID'] !== 'string') return;
    const { Description: about, Status: status } = node;
    if (!isObject(about) || typeof about['Hostname'] !== 'string') return;
    hostnames.set(node['ID'], about['Hostname']);
    if (isObject(status) && typeof status['Addr'] === 'string')
      addresses.set(status['Addr'], about['Hostname']);
  };

  const nameOf = (id: string): string => {
    const hostname = hostnames.get(id);
    if (hostname !== undefined) return `<node ${hostname}>`;
    return give(kinds.get(id) ?? 'id', id);
  };

  const applyText = (text: string): string =>
    text
      .replaceAll(NO_TIME, '<no time>')
      .replace(TIME, '<time>')
      .replace(TOKEN, '<token>')
      .replace(CERTIFICATE, '<certificate>')
      .replace(DIGEST, (digest) => give('digest', digest))
      .replace(CONTAINER, (id) => give('container', id))
      .replace(SWARM_ID, (word) =>
        kinds.has(word) || hostnames.has(word) || /\d/.test(word) ? nameOf(word) : word,
      )
      .replace(ADDRESS, (address) => {
        const node = addresses.get(address);
        return node === undefined ? '<address>' : `<address of ${node}>`;
      });

  const apply = (value: unknown, key = ''): unknown => {
    if (typeof value === 'string') return applyText(value);
    if (Array.isArray(value)) return value.map((item) => apply(item));
    if (!isObject(value))
      return (key === 'time' || key === 'timeNano') && typeof value === 'number' ? '<time>' : value;
    if (VERSION_KEYS.has(key) && typeof value['Index'] === 'number') return '<version>';
    const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
    return Object.fromEntries(entries.map(([name, inner]) => [applyText(name), apply(inner, name)]));
  };

  return {
    learn: (path, value) => {
      const [page = '', second] = path
        .replace(/^\/v\d+\.\d+/, '')
        .split(/[/?]/)
        .slice(1);
      const kind = KIND_OF_PAGE[page];
      const items = Array.isArray(value) ? value : [value];
      for (const item of items) {
        if (!isObject(item)) continue;
        const id = item['ID'] ?? item['Id'];
        if (kind !== undefined && typeof id === 'string' && (second !== 'logs' || kind !== 'task'))
          kinds.set(id, kind);
        if (kind === 'node') learnNode(item);
        learnKeys(item);
      }
    },
    apply: (value) => apply(value),
  };
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
