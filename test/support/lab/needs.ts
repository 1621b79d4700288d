import { accessSync, constants, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { searchPath } from '../run.ts';

/** Programs the lab runs and the Debian package of each. */
const PROGRAMS: readonly (readonly [program: string, debianPackage: string])[] = [
  ['dockerd', 'docker.io'],
  ['docker', 'docker.io'],
  ['containerd', 'containerd'],
  ['runc', 'runc'],
  ['docker-registry', 'docker-registry'],
  ['ip', 'iproute2'],
  ['iptables', 'iptables'],
  ['busybox', 'busybox-static'],
  ['nsenter', 'util-linux'],
  ['unshare', 'util-linux'],
  ['mount', 'mount'],
  ['hostname', 'hostname'],
  ['tar', 'tar'],
];

/** capabilities(7): the bits in CapEff. */
const CAPABILITIES = { NET_ADMIN: 12n, SYS_ADMIN: 21n } as const;

/** What this machine lacks for a lab, one sentence each; empty when it can have one. */
export const labNeeds = (): string[] => {
  if (process.platform !== 'linux') return [`Linux is needed: this is ${process.platform}.`];
  return [...rights(), ...PROGRAMS.flatMap(program), ...staticBusybox(), ...controlGroups()];
};

/** Full path of a program, or null. */
export const which = (name: string): string | null => {
  for (const folder of searchPath.split(':').filter((part) => part !== '')) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      continue;
    }
  }
  return null;
};

const rights = (): string[] => {
  if (process.getuid?.() !== 0)
    return ['Root is needed: engines and network namespaces are made (try sudo).'];
  const effective = /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0';
  const missing = Object.entries(CAPABILITIES)
    .filter(([, bit]) => (BigInt(`0x${effective}`) & (1n << bit)) === 0n)
    .map(([name]) => name);
  if (missing.length === 0) return [];
  return [`Root lacks ${missing.join(' and ')} here: in a container, run it with --privileged.`];
};

const program = ([name, debianPackage]: readonly [string, string]): string[] =>
  which(name) === null ? [`${name} is missing: install the Debian package ${debianPackage}.`] : [];

/** The images hold busybox alone, so it must not ask for a loader and libraries. */
const staticBusybox = (): string[] => {
  const path = which('busybox');
  if (path === null) return [];
  const loads = readFileSync(realpathSync(path)).subarray(0, 4096).includes('/ld-');
  return loads ? [`${path} is not static: install the Debian package busybox-static.`] : [];
};

const controlGroups = (): string[] =>
  / - cgroup2? /.test(readFileSync('/proc/self/mountinfo', 'utf8'))
    ? []
    : [
        'No control groups are mounted: install the Debian package cgroupfs-mount, or run as a privileged container.',
      ];
