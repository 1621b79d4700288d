import { isAbsolute } from 'node:path/posix';
import type { ContainerSpec } from '../state/spec.ts';

/** The paths that are there on every engine of the practice swarm, with all below them. */
const PATHS = [
  '/',
  '/etc',
  '/home',
  '/mnt',
  '/opt',
  '/root',
  '/srv',
  '/tmp',
  '/usr',
  '/var',
  '/proc',
  '/sys',
];
const WHOLE = ['/etc', '/proc', '/sys', '/usr', '/var/lib/docker', '/var/log', '/var/run'];

type Mount = NonNullable<ContainerSpec['Mounts']>[number];

/** What is wrong with the mounts whatever the engine, in its words (`moby daemon/cluster/executor/container/validate.go`). */
export function faultOfMounts(spec: ContainerSpec): string | undefined {
  for (const mount of spec.Mounts ?? []) {
    const fault = faultOfMount(mount);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function faultOfMount({
  Type: type = '',
  Source: source = '',
  Target: target = '',
}: Mount): string | undefined {
  if (type !== 'npipe' && !isAbsolute(target)) {
    return `invalid mount target, must be an absolute path: ${target}`;
  }
  switch (type) {
    case 'bind':
      return isAbsolute(source)
        ? undefined
        : `invalid bind mount source, must be an absolute path: ${source}`;
    case 'volume':
      return isAbsolute(source)
        ? `invalid volume mount source, must not be an absolute path: ${source}`
        : undefined;
    case 'tmpfs':
      return source === '' ? undefined : 'invalid tmpfs source, source must be empty';
    case 'npipe':
      return source === '' ? 'invalid npipe source, source must not be empty' : undefined;
    default:
      return `invalid mount type: ${type}`;
  }
}

/** Whether there is such a path on the engines. */
export function pathExists(path: string): boolean {
  return PATHS.includes(path) || WHOLE.some((folder) => path === folder || path.startsWith(`${folder}/`));
}
