import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { engineAnswers } from '../engine-http.ts';
import { GATEWAY, REGISTRY, type LabNode, type Layout } from './layout.ts';
import { which } from './needs.ts';
import { LabError, run, searchPath, until } from '../run.ts';

/**
 * A node is a process, mount and host name space of its own around dockerd, as in Docker-in-Docker: when its first
 * process dies the kernel ends every shim and container and drops every mount, as a loss of power would.
 * /run is empty in there, so no containerd of the machine is found and used. $1 host name, $2 lab folder.
 */
const NODE_SCRIPT = `set -e
hostname "$1"
mount -t tmpfs -o mode=755 tmpfs /run
mount --bind "$2/hosts" /etc/hosts
[ ! -e /etc/resolv.conf ] || mount --bind "$2/resolv.conf" /etc/resolv.conf
dockerd --config-file "$2/$1/daemon.json" &
wait $!
`;

const REGISTRY_LOG = 'registry.log';

/** Starts a program that outlives us, its output to a file. */
const startDetached = (file: string, args: readonly string[], logPath: string, path: string): void => {
  const log = openSync(logPath, 'a');
  const child = spawn(file, [...args], {
    detached: true,
    stdio: ['ignore', log, log],
    cwd: '/',
    env: { PATH: path, HOME: '/root', LANG: 'C.UTF-8' },
  });
  child.on('error', () => undefined); // said by whoever waits for its socket, with the log
  child.unref();
  closeSync(log);
};

/** Starts the lab's registry in the hub. Pushed images live in the lab's folder. */
export const startRegistry = async (layout: Layout): Promise<void> => {
  const config = join(layout.dir, 'registry.yml');
  const settings = {
    version: 0.1,
    log: { level: 'warn', accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: join(layout.dir, 'registry') }, delete: { enabled: true } },
    http: { addr: `${GATEWAY}:${REGISTRY.split(':')[1]}` },
  };
  await writeFile(config, JSON.stringify(settings)); // JSON is YAML
  const args = [`--net=/run/netns/${layout.hub}`, 'docker-registry', 'serve', config];
  startDetached('nsenter', args, join(layout.dir, REGISTRY_LOG), searchPath);
};

/** Starts a node's engine in its network, which must exist, and waits until it answers. @throws LabError with its last words. */
export const startEngine = async (layout: Layout, node: LabNode, signal?: AbortSignal): Promise<void> => {
  const folder = join(layout.dir, node.name);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'daemon.json'), JSON.stringify(engineSettings(layout, node), null, 2));
  const args = [
    `--net=/run/netns/${node.netns}`,
    'unshare',
    '--uts',
    '--pid',
    '--mount',
    '--fork',
    '--mount-proc',
  ];
  const script = ['sh', '-c', NODE_SCRIPT, 'node', node.name, layout.dir];
  const log = join(folder, 'engine.log');
  startDetached('nsenter', [...args, ...script], log, await enginePath(layout));
  try {
    await until(`${node.name}: its engine answers`, () => engineAnswers(node.socket), { signal });
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    throw new LabError(`${error.message} It wrote:\n${lastLines(log)}`);
  }
};

const engineSettings = (layout: Layout, node: LabNode) => ({
  hosts: [`unix://${node.socket}`],
  group: 'root',
  'data-root': join(layout.dir, node.name, 'data'),
  'exec-root': '/run/docker',
  pidfile: '/run/docker.pid',
  'insecure-registries': [REGISTRY],
  // so that a plain name, redis:3.0.6, is found in the lab's registry too (as library/redis)
  'registry-mirrors': [`http://${REGISTRY}`],
  'cgroup-parent': `/${layout.cgroup}/${node.name}`,
  'exec-opts': ['native.cgroupdriver=cgroupfs'],
  'log-level': 'warn',
});

/** A kernel without nf_tables needs the older iptables: then a folder with links to it comes first in the engines' path. */
const enginePath = async (layout: Layout): Promise<string> => {
  const works = async (program: string) =>
    (await run('nsenter', [`--net=/run/netns/${layout.hub}`, program, '-t', 'nat', '-n', '-L'])).code === 0;
  if (await works('iptables')) return searchPath;
  const legacy = which('iptables-legacy');
  if (legacy === null || !(await works(legacy))) {
    throw new LabError(
      "iptables does not work here: neither the kernel's nf_tables nor its older tables answer.",
    );
  }
  const folder = join(layout.dir, 'bin');
  await mkdir(folder, { recursive: true });
  for (const name of ['iptables', 'ip6tables']) {
    await symlink(legacy.replace('iptables', name), join(folder, name)).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error;
      },
    );
  }
  return `${folder}:${searchPath}`;
};

const lastLines = (path: string): string =>
  readFileSync(path, 'utf8').trim().split('\n').slice(-8).join('\n');
