import type { ContainerSpec } from '../../state/spec.ts';
import { ApiError } from '../api.ts';
import { mapOf, omitEmpty } from '../omit-empty.ts';
import type { PostedContainer, PostedMount, PostedPrivileges } from './schema-container.ts';

const MOUNT_TYPES = ['bind', 'volume', 'tmpfs', 'npipe'];
const PROPAGATIONS = ['rprivate', 'private', 'rshared', 'shared', 'rslave', 'slave'];

/**
 * What the engine keeps of a posted container spec (`moby daemon/cluster/convert/container.go`, there and back).
 * @throws ApiError 400 for what it cannot express.
 */
export function convertContainer(posted: PostedContainer): ContainerSpec {
  const privileges = posted.Privileges === undefined ? undefined : convertPrivileges(posted.Privileges);
  const configs = (posted.Configs ?? []).map(convertConfig);
  const mounts = (posted.Mounts ?? []).map(convertMount);
  return {
    Image: posted.Image ?? '',
    ...omitEmpty(
      {
        Labels: mapOf(posted.Labels),
        Command: posted.Command,
        Args: posted.Args,
        Hostname: posted.Hostname,
        Env: posted.Env,
        Dir: posted.Dir,
        User: posted.User,
        Groups: posted.Groups,
        Privileges: privileges,
        Init: posted.Init,
        StopSignal: posted.StopSignal,
        TTY: posted.TTY,
        OpenStdin: posted.OpenStdin,
        ReadOnly: posted.ReadOnly,
        Mounts: mounts,
        StopGracePeriod: posted.StopGracePeriod,
        Healthcheck: convertHealthcheck(posted.Healthcheck),
        Hosts: posted.Hosts,
        DNSConfig: posted.DNSConfig === undefined ? undefined : omitEmpty(posted.DNSConfig),
        Secrets: (posted.Secrets ?? []).map(convertSecret),
        Configs: configs,
        Isolation: isolationOf(posted.Isolation),
        Sysctls: mapOf(posted.Sysctls),
        CapabilityAdd: posted.CapabilityAdd,
        CapabilityDrop: posted.CapabilityDrop,
        Ulimits: (posted.Ulimits ?? []).map(({ Name = '', Hard = 0, Soft = 0 }) => ({ Name, Hard, Soft })),
      },
      ['Init', 'StopGracePeriod'],
    ),
  };
}

function convertPrivileges({ CredentialSpec, SELinuxContext }: PostedPrivileges) {
  return {
    CredentialSpec: CredentialSpec === undefined ? null : convertCredentialSpec(CredentialSpec),
    SELinuxContext:
      SELinuxContext === undefined
        ? null
        : { Disable: false, User: '', Role: '', Type: '', Level: '', ...SELinuxContext },
  };
}

function convertCredentialSpec(posted: NonNullable<PostedPrivileges['CredentialSpec']>) {
  const { Config = '', File = '', Registry = '' } = posted;
  const given = Object.entries({ config: Config, file: File, registry: Registry })
    .filter(([, value]) => value !== '')
    .map(([key]) => `"${key}"`);
  const last = given.pop();
  const refuse = (words: string) => new ApiError(400, `invalid CredentialSpec: ${words}`);
  if (last === undefined) {
    throw refuse('must either provide "file", "registry", or "config" for credential spec');
  }
  if (given.length === 1) throw refuse(`cannot specify both ${given[0]} and ${last} credential specs`);
  if (given.length > 1) throw refuse(`cannot specify both ${given.join(', ')}, and ${last} credential specs`);
  return { Config, File, Registry };
}

type PostedFile = {
  readonly Name?: string;
  readonly UID?: string;
  readonly GID?: string;
  readonly Mode?: number;
};

const fileOf = ({ Name = '', UID = '', GID = '', Mode = 0 }: PostedFile) => ({ Name, UID, GID, Mode });

type PostedSecret = NonNullable<PostedContainer['Secrets']>[number];

/** One without a file is kept for the validation to refuse it. */
function convertSecret({ File, SecretID = '', SecretName = '' }: PostedSecret) {
  return { ...(File === undefined ? {} : { File: fileOf(File) }), SecretID, SecretName };
}

type PostedConfig = NonNullable<PostedContainer['Configs']>[number];

function convertConfig({ File, Runtime, ConfigID = '', ConfigName = '' }: PostedConfig) {
  const refuse = (words: string) => new ApiError(400, `invalid Config: ${words}`);
  if (File === undefined && Runtime === undefined) throw refuse('either File or Runtime should be set');
  if (File !== undefined && Runtime !== undefined) throw refuse('cannot specify both File and Runtime');
  return File === undefined
    ? { Runtime: {}, ConfigID, ConfigName }
    : { File: fileOf(File), ConfigID, ConfigName };
}

function convertMount(posted: PostedMount) {
  const type = (posted.Type ?? '').toLowerCase();
  if (type !== '' && !MOUNT_TYPES.includes(type)) {
    throw new ApiError(400, `invalid MountType: "${posted.Type}"`);
  }
  const { VolumeOptions: volume, TmpfsOptions: tmpfs } = posted;
  return omitEmpty({
    Type: type === '' ? 'bind' : type,
    Source: posted.Source,
    Target: posted.Target,
    ReadOnly: posted.ReadOnly,
    BindOptions: bindOptionsOf(posted.BindOptions),
    VolumeOptions:
      volume &&
      omitEmpty({
        NoCopy: volume.NoCopy,
        Labels: mapOf(volume.Labels),
        DriverConfig:
          volume.DriverConfig &&
          omitEmpty({ Name: volume.DriverConfig.Name, Options: mapOf(volume.DriverConfig.Options) }),
      }),
    TmpfsOptions: tmpfs && omitEmpty({ SizeBytes: tmpfs.SizeBytes, Mode: tmpfs.Mode }),
  });
}

function bindOptionsOf(posted: PostedMount['BindOptions']) {
  const propagation = (posted?.Propagation ?? '').toLowerCase();
  if (propagation !== '' && !PROPAGATIONS.includes(propagation)) {
    throw new ApiError(400, `invalid MountPropagation: "${posted?.Propagation}"`);
  }
  if (propagation === '' && posted?.NonRecursive !== true) return undefined;
  return omitEmpty({ Propagation: propagation || 'rprivate', NonRecursive: posted?.NonRecursive });
}

/** Swarmkit keeps the retries in 32 bits. */
function convertHealthcheck(posted: PostedContainer['Healthcheck']) {
  if (posted === undefined) return undefined;
  return omitEmpty({ ...posted, Retries: (posted.Retries ?? 0) | 0 });
}

/** What is not known is the default. */
function isolationOf(posted = ''): string {
  const isolation = posted.toLowerCase();
  return isolation === 'process' || isolation === 'hyperv' ? isolation : 'default';
}
