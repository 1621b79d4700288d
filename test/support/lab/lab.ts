import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { engineAnswers } from '../engine-http.ts';
import { startEngine, startRegistry } from './engine.ts';
import { publishImages } from './images.ts';
import { layoutOf, ownerFile, readyFile, refuseForeignFolder, REGISTRY, SILENT_REGISTRY } from './layout.ts';
import type { LabNode, LabOptions, Layout } from './layout.ts';
import { labNeeds } from './needs.ts';
import { makeHub, makeNodeNetwork, setLink, unplugNode, writeNames } from './network.ts';
import { dockerCli } from '../docker-cli.ts';
import { LabError, until } from '../run.ts';
import type { Swarm } from '../swarm.ts';
import { endNamespace, namespacesOf, removeControlGroups, sweep } from './sweep.ts';

export { SILENT_REGISTRY, type LabNode, type LabOptions } from './layout.ts';
export { LabError } from '../run.ts';

/** A running lab: real engines. */
export type Lab = Swarm & {
  readonly name: string;
  readonly dir: string;
  readonly nodes: readonly LabNode[];
  readonly node: (name: string) => LabNode;
};

/**
 * Brings up engines, registry, images and swarm, after taking away what an earlier lab of the same name left.
 * @throws LabError when the machine lacks something, or a step fails; what was begun is then taken away again.
 */
export const labUp = async (options: LabOptions = {}): Promise<Lab> => {
  requireMachine();
  const layout = layoutOf({ nodes: 3, ...options });
  const managers = options.managers ?? 1;
  if (!Number.isInteger(managers) || managers < 1 || managers > layout.nodes.length) {
    throw new LabError(`Of ${layout.nodes.length} nodes 1 to ${layout.nodes.length} can be managers.`);
  }
  await sweep(layout);
  try {
    return await build(layout, managers, options.signal);
  } catch (error) {
    await sweep(layout);
    throw error;
  }
};

const build = async (layout: Layout, managers: number, signal: AbortSignal | undefined): Promise<Lab> => {
  const lab = labOf(layout);
  await mkdir(layout.dir, { recursive: true });
  await writeFile(ownerFile(layout), `${layout.name}\n`);
  await writeNames(layout);
  await makeHub(layout, { signal });
  await startRegistry(layout);
  await allOf(
    layout.nodes.map(async (node) => {
      await makeNodeNetwork(layout, node, { signal });
      await startEngine(layout, node, signal);
    }),
  );
  const docker = mustDocker(lab, signal);
  await allOf([formSwarm(lab, managers, signal), publishImages(layout, docker, { signal })]);
  await writeFile(readyFile(layout), '');
  return lab;
};

/** Like Promise.all, but lets the others end before it fails, so that nothing is still being made when it is swept away. */
const allOf = async (works: readonly Promise<unknown>[]): Promise<void> => {
  const failed = (await Promise.allSettled(works)).find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
};

/** Initialises the swarm on node1, joins the others, and waits until all are ready. */
const formSwarm = async (lab: Lab, managers: number, signal: AbortSignal | undefined): Promise<void> => {
  const [first, ...others] = lab.nodes;
  if (first === undefined) return;
  const docker = mustDocker(lab, signal);
  await docker(['swarm', 'init', '--advertise-addr', first.address]);
  const token = async (role: string) => (await docker(['swarm', 'join-token', '--quiet', role])).trim();
  const tokens = { manager: await token('manager'), worker: await token('worker') };
  for (const [index, node] of others.entries()) {
    const role = index + 1 < managers ? 'manager' : 'worker';
    const join = [
      'swarm',
      'join',
      '--token',
      tokens[role],
      '--advertise-addr',
      node.address,
      `${first.address}:2377`,
    ];
    await docker(join, node.name);
  }
  await until('all nodes are ready', async () => (await readyNodes(lab)) === lab.nodes.length, {
    signal,
    every: 200,
  });
};

const readyNodes = async (lab: Lab): Promise<number> => {
  const ran = await lab.docker(['node', 'ls', '--format', '{{.Status}} {{.ManagerStatus}}']);
  return ran.stdout.split('\n').filter((line) => /^Ready( (Leader|Reachable))? *$/.test(line)).length;
};

const mustDocker =
  (lab: Lab, signal: AbortSignal | undefined) =>
  async (args: readonly string[], node = 'node1'): Promise<string> => {
    const ran = await lab.docker(args, { node, ...(signal === undefined ? {} : { signal }) });
    if (ran.code === 0) return ran.stdout;
    throw new LabError(
      `${node}: docker ${args.slice(0, 2).join(' ')}: ${ran.stderr.trim() || ran.stdout.trim()}`,
    );
  };

const labOf = (layout: Layout): Lab => {
  const node = (name: string): LabNode => {
    const found = layout.nodes.find((candidate) => candidate.name === name);
    if (found === undefined) throw new LabError(`The lab has no ${name}.`);
    return found;
  };
  return {
    name: layout.name,
    dir: layout.dir,
    registry: REGISTRY,
    silentRegistry: SILENT_REGISTRY,
    nodes: layout.nodes,
    node,
    image: (name) => `${REGISTRY}/${name}`,
    docker: (args, options = {}) =>
      dockerCli(args, {
        host: options.host ?? node(options.node ?? 'node1').host,
        config: join(layout.dir, 'docker-cli'),
        timeout: options.timeout,
        signal: options.signal,
      }),
    loseNode: async (name) => {
      await unplugNode(layout, node(name));
      await endNamespace(node(name).netns);
      await removeControlGroups(`${layout.cgroup}/${name}`);
    },
    returnNode: async (name) => {
      await makeNodeNetwork(layout, node(name), {});
      await startEngine(layout, node(name));
    },
    cutNode: (name) => setLink(layout, node(name), 'down'),
    mendNode: (name) => setLink(layout, node(name), 'up'),
  };
};

/** Takes the lab away, whole or half made; does nothing when there is none. @throws LabError when something will not go. */
export const labDown = async (options: LabOptions = {}): Promise<void> => {
  requireMachine();
  await sweep(layoutOf(options));
};

/** The lab that is up. @throws LabError when none is, or an engine of it does not answer. */
export const labAttach = async (options: LabOptions = {}): Promise<Lab> => {
  const status = await labStatus(options);
  if (status.state === 'up') return labOf(layoutOf(options));
  const silent = status.nodes.filter((node) => !node.answers).map((node) => node.name);
  const why = status.state === 'down' ? 'is not up' : `is broken (silent: ${silent.join(', ') || 'none'})`;
  throw new LabError(`The lab "${status.name}" ${why}: run "npm run lab -- up".`);
};

/** The lab that is up, else one made for the caller, which `giveBack` takes away. */
export const labBorrow = async (
  options: LabOptions = {},
): Promise<{ lab: Lab; giveBack: () => Promise<void> }> => {
  if ((await labStatus(options)).state === 'up')
    return { lab: await labAttach(options), giveBack: async () => {} };
  return { lab: await labUp(options), giveBack: () => labDown(options) };
};

/** A lab of a suite's own, for what others must not be disturbed by, such as the loss of a node. */
export const ownLab = (name: string): LabOptions => {
  const dir = process.env['WAGGLE_LAB_DIR'];
  return { name, ...(dir === undefined ? {} : { dir: `${dir}-${name}` }) };
};

export type LabStatus = {
  name: string;
  dir: string;
  /** `broken`: something of it is there, but not all, or an engine does not answer. */
  state: 'up' | 'down' | 'broken';
  nodes: readonly (LabNode & { answers: boolean })[];
};

/** What is there of a lab, without changing it. */
export const labStatus = async (options: LabOptions = {}): Promise<LabStatus> => {
  const layout = layoutOf(options);
  const { name, dir } = layout;
  if (!existsSync(dir) && namespacesOf(layout).length === 0) return { name, dir, state: 'down', nodes: [] };
  refuseForeignFolder(layout);
  const nodes = await Promise.all(
    layout.nodes.map(async (node) => ({ ...node, answers: await engineAnswers(node.socket) })),
  );
  const whole = existsSync(readyFile(layout)) && nodes.every((node) => node.answers);
  return { name, dir, state: whole ? 'up' : 'broken', nodes };
};

const requireMachine = (): void => {
  const needs = labNeeds();
  if (needs.length > 0)
    throw new LabError(`This machine cannot hold a lab.\n${needs.map((need) => `  ${need}\n`).join('')}`);
};
