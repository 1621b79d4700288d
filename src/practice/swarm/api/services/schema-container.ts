import { duration, flag, int, list, map, named, struct, text, uint, type Decoded } from '../decode.ts';

const texts = list(text);
const labels = map(text);

/** `moby api/types/swarm/common.go`, Driver. */
export const driver = struct('swarm.Driver', { Name: text, Options: labels });

const file = (type: string) =>
  struct(type, { Name: text, UID: text, GID: text, Mode: uint(32, 'fs.FileMode') });

const secretReference = struct('swarm.SecretReference', {
  File: file('swarm.SecretReferenceFileTarget'),
  SecretID: text,
  SecretName: text,
});

const configReference = struct('swarm.ConfigReference', {
  File: file('swarm.ConfigReferenceFileTarget'),
  Runtime: struct('swarm.ConfigReferenceRuntimeTarget', {}),
  ConfigID: text,
  ConfigName: text,
});

const mount = struct('mount.Mount', {
  Type: named('mount.Type'),
  Source: text,
  Target: text,
  ReadOnly: flag,
  Consistency: named('mount.Consistency'),
  BindOptions: struct('mount.BindOptions', { Propagation: named('mount.Propagation'), NonRecursive: flag }),
  VolumeOptions: struct('mount.VolumeOptions', {
    NoCopy: flag,
    Labels: labels,
    DriverConfig: struct('mount.Driver', { Name: text, Options: labels }),
  }),
  TmpfsOptions: struct('mount.TmpfsOptions', { SizeBytes: int(64), Mode: uint(32, 'fs.FileMode') }),
});

const privileges = struct('swarm.Privileges', {
  CredentialSpec: struct('swarm.CredentialSpec', { Config: text, File: text, Registry: text }),
  SELinuxContext: struct('swarm.SELinuxContext', {
    Disable: flag,
    User: text,
    Role: text,
    Type: text,
    Level: text,
  }),
});

const healthcheck = struct('container.HealthConfig', {
  Test: texts,
  Interval: duration,
  Timeout: duration,
  StartPeriod: duration,
  Retries: int(64, 'int'),
});

const containerFields = {
  Image: text,
  Labels: labels,
  Command: texts,
  Args: texts,
  Hostname: text,
  Env: texts,
  Dir: text,
  User: text,
  Groups: texts,
  Privileges: privileges,
  Init: flag,
  StopSignal: text,
  TTY: flag,
  OpenStdin: flag,
  ReadOnly: flag,
  Mounts: list(mount),
  StopGracePeriod: duration,
  Healthcheck: healthcheck,
  Hosts: texts,
  DNSConfig: struct('swarm.DNSConfig', { Nameservers: texts, Search: texts, Options: texts }),
  Secrets: list(secretReference, '[]*swarm.SecretReference'),
  Configs: list(configReference, '[]*swarm.ConfigReference'),
  Isolation: named('container.Isolation'),
  Sysctls: labels,
  CapabilityAdd: texts,
  CapabilityDrop: texts,
  Ulimits: list(struct('units.Ulimit', { Name: text, Hard: int(64), Soft: int(64) }), '[]*units.Ulimit'),
};

/** `moby api/types/swarm/container.go`, ContainerSpec. */
export const containerSpec = struct('swarm.ContainerSpec', containerFields);
/** In the order in which Go writes them. */
export const CONTAINER_FIELDS: readonly string[] = Object.keys(containerFields);

export type PostedContainer = Decoded<typeof containerSpec>;
export type PostedMount = Decoded<typeof mount>;
export type PostedPrivileges = Decoded<typeof privileges>;
