import { said } from '../said.ts';
import type { Scenario } from '../scenario.ts';
import type { Spec, Stage } from '../stage.ts';
import { askOne, base64, idOf, make } from './api-asks.ts';

type Wish = Readonly<Record<string, unknown>>;

/** Specs that differ in one thing from one that the engine takes. */
const container = (change: Wish) => (stage: Stage) => template({ ContainerSpec: containerOf(stage, change) });
const containerOf = (stage: Stage, change: Wish): Wish => ({ Image: stage.image('web:1'), ...change });
const template = (change: Wish): Wish => ({ template: change });
const task = (change: Wish) => () => template(change);
const top = (change: Wish) => () => change;

const port = (change: Wish): Wish => ({ TargetPort: 8080, ...change });
const ports = (...list: readonly Wish[]) => top({ EndpointSpec: { Ports: list } });
const mount = (...list: readonly Wish[]) => container({ Mounts: list });
const update = (change: Wish) => top({ UpdateConfig: change });
const placement = (change: Wish) => task({ Placement: change });
const constraint = (...words: readonly string[]) => placement({ Constraints: words });

type Case = (stage: Stage) => Wish;

const NAMES: Readonly<Record<string, Case>> = Object.fromEntries(
  ['a b', '-x', 'x-', 'x_', '_x', '.x', 'a.b', 'a/b', 'ü', '0', 'x'.repeat(63), 'x'.repeat(64)].map(
    (name) => [`the name "${name}"`, top({ Name: name })],
  ),
);

const SPECS: Readonly<Record<string, Case>> = {
  'no task template': () => ({ TaskTemplate: undefined }),
  'an empty task template': () => ({ TaskTemplate: {} }),
  'no image': container({ Image: undefined }),
  'an image of two words': container({ Image: 'A B' }),
  'an image in capitals': container({ Image: 'Web:1' }),
  'an image with two tags': container({ Image: 'web:1:2' }),
  'two modes': top({ Mode: { Replicated: {}, Global: {} } }),
  'no mode': top({ Mode: undefined }),
  'an empty mode': top({ Mode: {} }),
  'no number of replicas': top({ Mode: { Replicated: {} } }),
  'a host name that is none': container({ Hostname: 'a_b!' }),
  'a broken template': container({ Env: ['A={{.Nope}}'] }),
  'an unclosed template': container({ Env: ['A={{.Node'] }),
  'a bad template in the host name': container({ Hostname: '{{.Nope}}' }),
  'a runtime that is unknown': task({ Runtime: 'bogus' }),
  'the runtime of plugins': task({ Runtime: 'plugin' }),
  'the runtime of attachments': task({ Runtime: 'attachment' }),
  'an isolation that is unknown': container({ Isolation: 'bogus' }),
  'a negative stop grace period': container({ StopGracePeriod: -1 }),
  'a group that is unknown': container({ Groups: ['nobody-knows'] }),
  'a variable without a name': container({ Env: ['=x'] }),
  'a health check that is unknown': container({ Healthcheck: { Test: ['BOGUS', 'x'] } }),
  'a health check with short times': container({ Healthcheck: { Test: ['CMD', 'x'], Interval: 1 } }),
  'a health check with a negative time': container({ Healthcheck: { Test: ['CMD', 'x'], Timeout: -1 } }),
  'a health check with negative retries': container({ Healthcheck: { Test: ['CMD', 'x'], Retries: -1 } }),
};

const CONFIGS: Readonly<Record<string, Case>> = {
  'an unknown failure action': update({ FailureAction: 'bogus' }),
  'an unknown order': update({ Order: 'bogus' }),
  'a negative update delay': update({ Delay: -1 }),
  'a negative monitor': update({ Monitor: -1 }),
  'a negative ratio': update({ MaxFailureRatio: -0.1 }),
  'a ratio above one': update({ MaxFailureRatio: 1.1 }),
  'a rollback that rolls back': top({ RollbackConfig: { FailureAction: 'rollback' } }),
  'an unknown failure action of a rollback': top({ RollbackConfig: { FailureAction: 'bogus' } }),
  'an unknown order of a rollback': top({ RollbackConfig: { Order: 'bogus' } }),
  'a negative delay of a rollback': top({ RollbackConfig: { Delay: -1 } }),
  'a negative monitor of a rollback': top({ RollbackConfig: { Monitor: -1 } }),
  'a negative ratio of a rollback': top({ RollbackConfig: { MaxFailureRatio: -1 } }),
  'an unknown restart condition': task({ RestartPolicy: { Condition: 'bogus' } }),
  'a negative restart delay': task({ RestartPolicy: { Delay: -1 } }),
  'a negative restart window': task({ RestartPolicy: { Window: -1 } }),
};

const PLACES: Readonly<Record<string, Case>> = {
  ...Object.fromEntries(
    [
      ['node.labels.a=1'],
      ['node.labels.a'],
      [''],
      ['=='],
      ['node.role =='],
      ['== manager'],
      ['node.role==worker==manager'],
      ['node.role!=='],
      ['node.labels.a b == 1'],
      ['node.labels.a == b c'],
      ['node.labels.a == *'],
      ['node.labels.ä == 1'],
      ['node.labels.a == ä'],
      ['node.role == worker', 'node.role ? worker'],
    ].map((words) => [`the constraint "${words.join('", "')}"`, constraint(...words)]),
  ),
  'an empty preference': placement({ Preferences: [{}] }),
  'a preference without a descriptor': placement({ Preferences: [{ Spread: {} }] }),
  'few nano CPUs': task({ Resources: { Limits: { NanoCPUs: 1 } } }),
  'negative nano CPUs': task({ Resources: { Limits: { NanoCPUs: -1 } } }),
  'little memory': task({ Resources: { Limits: { MemoryBytes: 4_194_303 } } }),
  'negative memory': task({ Resources: { Limits: { MemoryBytes: -1 } } }),
  'little memory reserved': task({ Resources: { Reservations: { MemoryBytes: 1 } } }),
  'few nano CPUs reserved': task({ Resources: { Reservations: { NanoCPUs: 1 } } }),
  'negative processes': task({ Resources: { Limits: { Pids: -1 } } }),
  'a generic resource of two kinds': task({
    Resources: { Reservations: { GenericResources: [{ NamedResourceSpec: { Kind: 'gpu', Value: 'a' } }] } },
  }),
};

const ENDS: Readonly<Record<string, Case>> = {
  'a port without a target': ports({ PublishedPort: 21101 }),
  'a port beyond the last': ports(port({ PublishedPort: 70000 })),
  'a target beyond the last': ports(port({ TargetPort: 70000 })),
  'an unknown protocol': ports(port({ Protocol: 'bogus' })),
  'an unknown publish mode': ports(port({ PublishMode: 'bogus' })),
  'a port twice': ports(port({ PublishedPort: 21102 }), port({ TargetPort: 81, PublishedPort: 21102 })),
  'a host port twice': ports(
    port({ PublishedPort: 21103, PublishMode: 'host' }),
    port({ TargetPort: 81, PublishedPort: 21103, PublishMode: 'host' }),
  ),
  'an unknown endpoint mode': top({ EndpointSpec: { Mode: 'bogus' } }),
  'ports of the mesh without an address': top({ EndpointSpec: { Mode: 'dnsrr', Ports: [port({})] } }),
  'a network that is not there': task({ Networks: [{ Target: 'nobody-knows' }] }),
  'the bridge as a network': task({ Networks: [{ Target: 'bridge' }] }),
  'the mesh as a network': task({ Networks: [{ Target: 'ingress' }] }),
  'a mount of an unknown type': mount({ Type: 'bogus', Target: '/x' }),
  'a mount without a type': mount({ Target: '/x' }),
  'a mount without a target': mount({ Type: 'volume', Source: 'x' }),
  'a mount at a relative path': mount({ Type: 'volume', Source: 'x', Target: 'x' }),
  'a bind without a source': mount({ Type: 'bind', Target: '/x' }),
  'a bind from a relative path': mount({ Type: 'bind', Source: 'x', Target: '/x' }),
  'a tmpfs with a source': mount({ Type: 'tmpfs', Source: '/x', Target: '/x' }),
  'a mount over the root': mount({ Type: 'volume', Target: '/' }),
  'two mounts at one place': mount({ Type: 'tmpfs', Target: '/x' }, { Type: 'tmpfs', Target: '/x' }),
};

const file = (Name: string): Wish => ({ File: { Name, UID: '0', GID: '0', Mode: 0o444 } });

/** What refers to a secret or config; the ids of both are handed in. */
const references = (
  secret: string,
  config: string,
  { SecretName, ConfigName }: { readonly SecretName: string; readonly ConfigName: string },
): Readonly<Record<string, Case>> => ({
  'a secret without an id': container({ Secrets: [{ SecretName: 'x', ...file('x') }] }),
  'a secret without a name': container({ Secrets: [{ SecretID: secret, ...file('x') }] }),
  'a secret that is not there': container({ Secrets: [{ SecretID: 'nope', SecretName: 'x', ...file('x') }] }),
  'a secret of another name': container({ Secrets: [{ SecretID: secret, SecretName: 'x', ...file('x') }] }),
  'a secret without a file': container({ Secrets: [{ SecretID: secret, SecretName }] }),
  'a secret whose file has no name': container({ Secrets: [{ SecretID: secret, SecretName, ...file('') }] }),
  'two secrets in one file': container({
    Secrets: [1, 2].map(() => ({ SecretID: secret, SecretName, ...file('x') })),
  }),
  'a config without an id': container({ Configs: [{ ConfigName: 'x', ...file('x') }] }),
  'a config that is not there': container({ Configs: [{ ConfigID: 'nope', ConfigName: 'x', ...file('x') }] }),
  'a config without a file': container({ Configs: [{ ConfigID: config, ConfigName }] }),
  'two configs in one file': container({
    Configs: [1, 2].map(() => ({ ConfigID: config, ConfigName, ...file('/x') })),
  }),
});

/** The answer to each, and what is left of the spec if it is taken: only whether it was. */
const tryAll = async (stage: Stage, cases: Readonly<Record<string, Case>>): Promise<void> => {
  for (const [index, [what, wanted]] of Object.entries(cases).entries()) {
    const { template: changed, ...rest } = wanted(stage);
    const plain: Spec = {
      Name: stage.name(`${index}`),
      Mode: { Replicated: { Replicas: 0 } },
      TaskTemplate: { ContainerSpec: containerOf(stage, {}), ...(changed as Wish | undefined) },
    };
    const ask = { what, method: 'POST', path: '/services/create', body: { ...plain, ...rest } };
    const answer = await askOne(stage, ask);
    stage.fact(what, answer.status === 201 ? { status: 201 } : said(answer));
    const made = idOf(answer.body);
    if (made !== undefined) await stage.call('DELETE', `/services/${made}`);
  }
};

export const apiCreate: Scenario = {
  name: 'api-create',
  claims: [
    'bad-input',
    'service-create',
    'failure-empty-name',
    'failure-constraint-not-parsed',
    'failure-secret',
    'failure-no-such-network',
  ],
  play: async (stage) => {
    const SecretName = stage.name('secret');
    const ConfigName = stage.name('config');
    const secret = await make(stage, '/secrets/create', { Name: SecretName, Data: base64('x') });
    const config = await make(stage, '/configs/create', { Name: ConfigName, Data: base64('x') });
    const names = { SecretName, ConfigName };
    await tryAll(stage, { ...NAMES, ...SPECS, ...CONFIGS });
    await tryAll(stage, { ...PLACES, ...ENDS, ...references(secret, config, names) });
    const unnamed = await askOne(stage, {
      method: 'POST',
      path: '/services/create',
      body: { ...stage.spec(), Name: '', Mode: { Replicated: { Replicas: 0 } } },
    });
    const { Spec } = await stage.get<{ Spec: { Name: string } }>(`/services/${idOf(unnamed.body)}`);
    stage.fact('no name', { status: unnamed.status, aName: /^[a-z]+_[a-z]+\d?$/.test(Spec.Name) });
  },
};
