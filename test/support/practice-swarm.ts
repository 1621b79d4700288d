import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { labCatalog } from './lab/catalog.ts';
import type { NodeOptions, PracticeSwarm } from '../../src/practice/swarm/options.ts';
import { startSwarm } from '../../src/practice/swarm/swarm.ts';
import { dockerCli } from './docker-cli.ts';
import { which } from './lab/needs.ts';
import { REGISTRY, SILENT_REGISTRY } from './lab/layout.ts';
import type { OpenSwarm } from './open-swarm.ts';
import type { Swarm, SwarmNode } from './swarm.ts';

/** Nodes named as the lab's: node1 manages, the others work. */
export const practiceNodes = (count: number, managers = 1): NodeOptions[] =>
  Array.from({ length: count }, (_, index) => ({
    name: `node${index + 1}`,
    role: index < managers ? 'manager' : 'worker',
  }));

/** What this machine lacks for end-to-end tests on the practice swarm, one sentence each. */
export const practiceNeeds = (): string[] =>
  which('docker') === null
    ? ['docker is missing (the command line alone): install the Debian package docker.io.']
    : [];

/** A practice swarm of three nodes in this process, on real time, in the lab's shape and with its images. */
export const startPractice = async (): Promise<OpenSwarm> => {
  const dir = await mkdtemp(join(tmpdir(), 'waggle-swarm-'));
  const nodes = practiceNodes(3);
  const ports = Object.fromEntries(nodes.map(({ name }) => [name, 0]));
  const running = await startSwarm({ nodes, sockets: dir, ports, catalog: labCatalog() });
  return {
    swarm: asSwarm(running, dir),
    close: async () => {
      await running.stop();
      await rm(dir, { recursive: true });
    },
  };
};

const asSwarm = (running: PracticeSwarm, dir: string): Swarm => {
  const node = (name: string): SwarmNode => {
    const { socket, port } = running.node(name);
    if (socket === undefined || port === undefined) throw new Error(`${name} does not listen`);
    return { name, socket, host: `tcp://127.0.0.1:${port}` };
  };
  return {
    registry: REGISTRY,
    silentRegistry: SILENT_REGISTRY,
    nodes: running.nodes.map(({ name }) => node(name)),
    node,
    image: (name) => `${REGISTRY}/${name}`,
    docker: (args, options = {}) =>
      dockerCli(args, {
        host: options.host ?? node(options.node ?? 'node1').host,
        config: join(dir, 'docker-cli'),
        timeout: options.timeout,
        signal: options.signal,
      }),
    loseNode: running.loseNode,
    returnNode: running.returnNode,
    cutNode: async (name) => running.cutNode(name),
    mendNode: async (name) => running.mendNode(name),
  };
};
