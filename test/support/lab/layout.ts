import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { LabError } from '../run.ts';

/** What the caller may choose about a lab. */
export type LabOptions = {
  /** Prefix of everything the lab makes; two names are two labs side by side. Default `waggle`. */
  name?: string;
  /** How many engines. Default 3. */
  nodes?: number;
  /** How many of them, from node1 on, are managers. Default 1. */
  managers?: number;
  /** Default `$WAGGLE_LAB_DIR`, else `/var/tmp/<name>-lab`. */
  dir?: string;
  signal?: AbortSignal;
};

export type LabNode = { name: string; socket: string; host: string; address: string; netns: string };

/** Where everything of one lab stands: pure names, nothing of it need exist. */
export type Layout = {
  name: string;
  dir: string;
  /** The network namespace of the bridge and the registry. */
  hub: string;
  /** Parent of the containers' control groups. */
  cgroup: string;
  nodes: LabNode[];
};

/** The registry as images name it: each engine's hosts file says where it is. */
export const REGISTRY = 'registry:5000';
export const GATEWAY = '10.77.0.1';
/** A registry that never answers: packets to it are dropped, so a look-up lasts until its deadline. */
export const SILENT_REGISTRY = '10.99.0.1:5000';

const MOST_NODES = 9;

/** Every path and name of a lab with these options. @throws LabError for a name or number that cannot be used. */
export const layoutOf = (options: LabOptions = {}): Layout => {
  const name = options.name ?? 'waggle';
  if (!/^[a-z][a-z0-9]{0,19}$/.test(name)) {
    throw new LabError(`"${name}" cannot name a lab: use a to z and 0 to 9, beginning with a letter.`);
  }
  const dir = resolve(options.dir ?? process.env['WAGGLE_LAB_DIR'] ?? `/var/tmp/${name}-lab`);
  if (/^(\/var)?\/run(\/|$)/.test(dir)) {
    throw new LabError(`The lab cannot live in ${dir}: its engines have a /run of their own.`);
  }
  const count = options.nodes ?? nodesIn(dir) ?? 3;
  if (!Number.isInteger(count) || count < 1 || count > MOST_NODES) {
    throw new LabError(`A lab has 1 to ${MOST_NODES} nodes.`);
  }
  return { name, dir, hub: `${name}-hub`, cgroup: `${name}-lab`, nodes: nodesOf(name, dir, count) };
};

const nodesOf = (name: string, dir: string, count: number): LabNode[] =>
  Array.from({ length: count }, (_, index) => `node${index + 1}`).map((node, index) => ({
    name: node,
    socket: join(dir, node, 'docker.sock'),
    host: `unix://${join(dir, node, 'docker.sock')}`,
    address: `10.77.0.${11 + index}`,
    netns: `${name}-${node}`,
  }));

/** How many nodes the lab in this folder has; undefined when there is none. */
const nodesIn = (dir: string): number | undefined => {
  if (!existsSync(dir)) return undefined;
  const count = readdirSync(dir).filter((entry) => /^node\d$/.test(entry)).length;
  return count === 0 ? undefined : count;
};

/** Written first: says that the folder is the lab's own, and whose. Nothing is deleted in a folder without it. */
export const ownerFile = (layout: Layout): string => join(layout.dir, '.waggle-lab');
/** Written last: the lab came up whole. */
export const readyFile = (layout: Layout): string => join(layout.dir, 'ready');

/** @throws LabError when the folder has things in it that no lab of this name made. */
export const refuseForeignFolder = (layout: Layout): void => {
  if (!existsSync(layout.dir) || readdirSync(layout.dir).length === 0) return;
  const owner = existsSync(ownerFile(layout)) ? readFileSync(ownerFile(layout), 'utf8').trim() : null;
  if (owner === layout.name) return;
  const why = owner === null ? 'it holds files that no lab made' : `it belongs to the lab "${owner}"`;
  throw new LabError(`${layout.dir} is left alone: ${why}. Choose another folder with WAGGLE_LAB_DIR.`);
};
