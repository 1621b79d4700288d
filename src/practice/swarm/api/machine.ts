import { createHash } from 'node:crypto';
import type { Node } from '../state/objects.ts';
import { rfc3339Nano } from '../time/rfc3339.ts';
import type { Context } from './api.ts';
import { LOG_DRIVERS, NETWORK_DRIVERS, VOLUME_DRIVERS } from '../plugins.ts';
import { ENGINE } from '../release.ts';

/** The machine in GET /info; its swarm comes next. In the order of the fields of `moby api/types.Info`. */
export function machine({ world: { store, timeline }, engine }: Context, node: Node | undefined): object {
  const running = node === undefined ? 0 : store.tasks.find(`node:${node.id}`).filter(isRunning).length;
  const about = node?.description ?? engine.description;
  const { nanoCPUs, memoryBytes } = about.resources;
  const labels = Object.entries(about.engineLabels);
  return {
    ID: engineId(engine.name),
    Containers: running,
    ContainersRunning: running,
    ContainersPaused: 0,
    ContainersStopped: 0,
    Images: 0,
    Driver: 'overlay2',
    DriverStatus: [['Backing Filesystem', 'extfs']],
    Plugins: {
      Volume: VOLUME_DRIVERS,
      Network: NETWORK_DRIVERS,
      Authorization: null,
      Log: LOG_DRIVERS,
    },
    MemoryLimit: true,
    SwapLimit: true,
    KernelMemory: true,
    KernelMemoryTCP: true,
    CpuCfsPeriod: true,
    CpuCfsQuota: true,
    CPUShares: true,
    CPUSet: true,
    PidsLimit: true,
    IPv4Forwarding: true,
    BridgeNfIptables: true,
    BridgeNfIp6tables: true,
    Debug: false,
    NFd: 0,
    OomKillDisable: true,
    NGoroutines: 0,
    SystemTime: rfc3339Nano(timeline.now()),
    LoggingDriver: 'json-file',
    CgroupDriver: 'cgroupfs',
    CgroupVersion: '1',
    NEventsListener: 0,
    KernelVersion: ENGINE.kernel,
    OperatingSystem: 'Waggle practice',
    OSVersion: '',
    OSType: about.platform.os,
    Architecture: about.platform.architecture,
    IndexServerAddress: 'https://index.docker.io/v1/',
    RegistryConfig: {
      AllowNondistributableArtifactsCIDRs: [],
      AllowNondistributableArtifactsHostnames: [],
      InsecureRegistryCIDRs: ['127.0.0.0/8'],
      IndexConfigs: { 'docker.io': { Name: 'docker.io', Mirrors: [], Secure: true, Official: true } },
      Mirrors: [],
    },
    NCPU: Math.floor(nanoCPUs / 1e9),
    MemTotal: memoryBytes,
    GenericResources: null,
    DockerRootDir: '/var/lib/docker',
    HttpProxy: '',
    HttpsProxy: '',
    NoProxy: '',
    Name: engine.name,
    Labels: labels.map(([key, value]) => `${key}=${value}`),
    ExperimentalBuild: false,
    ServerVersion: ENGINE.version,
    Runtimes: { runc: { path: 'runc' } },
    DefaultRuntime: 'runc',
  };
}

/** What comes after the swarm. */
export const programs = {
  LiveRestoreEnabled: false,
  Isolation: '',
  InitBinary: 'docker-init',
  ContainerdCommit: { ID: ENGINE.containerd, Expected: ENGINE.containerd },
  RuncCommit: { ID: ENGINE.runc, Expected: ENGINE.runc },
  InitCommit: { ID: '', Expected: '' },
  SecurityOptions: ['name=seccomp,profile=default'],
};

const isRunning = ({ status }: { readonly status: { readonly state: string } }): boolean =>
  status.state === 'running';

/** Twelve groups of four, always the same for an engine (`libtrust`, the id of a key). */
function engineId(name: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const digits = [...createHash('sha512').update(name).digest()].map((byte) => alphabet[byte % 32] ?? '');
  return Array.from({ length: 12 }, (_, group) => digits.slice(group * 4, group * 4 + 4).join('')).join(':');
}
