import { writeFile } from 'node:fs/promises';
import { GATEWAY, SILENT_REGISTRY, type LabNode, type Layout } from './layout.ts';
import { mustRun, type RunOptions } from '../run.ts';

const BRIDGE = 'bridge';
/** A refusal for each packet: rationed ones make look-ups that should fail at once last until their deadline. */
const REFUSE_AT_ONCE = 'cd /proc/sys/net/ipv4 && echo 1 >ip_forward && echo 0 >icmp_ratelimit';

const ip = (args: string, options: RunOptions) => mustRun('ip', args.split(' '), options);

/**
 * The hub: a namespace with the bridge that all nodes hang on. Nothing of it is on the host, so labs may share addresses.
 * It refuses to forward where it has no route, so that a name outside the lab fails at once, save SILENT_REGISTRY's.
 */
export const makeHub = async (layout: Layout, options: RunOptions): Promise<void> => {
  const { hub } = layout;
  await ip(`netns add ${hub}`, options);
  await ip(`-n ${hub} link set lo up`, options);
  await ip(`-n ${hub} link add ${BRIDGE} type bridge`, options);
  await ip(`-n ${hub} addr add ${GATEWAY}/24 dev ${BRIDGE}`, options);
  await ip(`-n ${hub} link set ${BRIDGE} up`, options);
  await ip(`-n ${hub} route add blackhole ${SILENT_REGISTRY.split(':')[0]}`, options);
  await mustRun('nsenter', [`--net=/run/netns/${hub}`, 'sh', '-c', REFUSE_AT_ONCE], options);
};

/**
 * Removes the hub's end of a node's cable, and so both. Said aloud because the kernel ends a deleted namespace some time
 * later, and the cable's name would be taken until then.
 */
export const unplugNode = async (layout: Layout, node: LabNode): Promise<void> => {
  await ip(`-n ${layout.hub} link delete ${node.name}`, {});
};

/** A node's namespace, with eth0 on the bridge and a default route (swarm wants one for its advertised address). */
export const makeNodeNetwork = async (layout: Layout, node: LabNode, options: RunOptions): Promise<void> => {
  const { hub } = layout;
  const { netns } = node;
  await ip(`netns add ${netns}`, options);
  await ip(`-n ${hub} link add ${node.name} type veth peer name eth0 netns ${netns}`, options);
  await ip(`-n ${hub} link set ${node.name} master ${BRIDGE} up`, options);
  await ip(`-n ${netns} link set lo up`, options);
  await ip(`-n ${netns} addr add ${node.address}/24 dev eth0`, options);
  await ip(`-n ${netns} link set eth0 up`, options);
  await ip(`-n ${netns} route add default via ${GATEWAY}`, options);
};

/** Pulls a node's network cable, or puts it back: the engine and its containers go on, unseen by the others. */
export const setLink = async (layout: Layout, node: LabNode, state: 'up' | 'down'): Promise<void> => {
  await ip(`-n ${layout.hub} link set ${node.name} ${state}`, {});
};

/** What the engines see as /etc/hosts and /etc/resolv.conf. No DNS server answers on the hub, so look-ups fail at once. */
export const writeNames = async (layout: Layout): Promise<void> => {
  const nodes = layout.nodes.map((node) => `${node.address} ${node.name}\n`).join('');
  await writeFile(`${layout.dir}/hosts`, `127.0.0.1 localhost\n${GATEWAY} registry\n${nodes}`);
  await writeFile(`${layout.dir}/resolv.conf`, `nameserver ${GATEWAY}\n`);
};
