import { expect, test } from 'vitest';
import { apiScene } from './scene.ts';

const spec = (change: object = {}, container: object = {}) => ({
  Name: 'web',
  TaskTemplate: { ContainerSpec: { Image: 'web:1', ...container } },
  ...change,
});

const network = (id: string, name: string, ingress = false) => ({
  id,
  name,
  driver: 'overlay',
  attachable: false,
  ingress,
  internal: false,
  enableIPv6: false,
});

function scene() {
  const made = apiScene();
  made.store.write((tx) => {
    tx.create('network', network('n1ingress', 'ingress', true));
    tx.create('network', network('n2front', 'front'));
  });
  return made;
}

const create = (made: ReturnType<typeof scene>, body: unknown) =>
  made.call('POST', '/services/create', { body });
const invalid = (words: string) => ({
  status: 400,
  body: `rpc error: code = InvalidArgument desc = ${words}`,
});

test('a service is kept as it was read, with its credential, and answered by its id', () => {
  const made = scene();
  const said = made.call('POST', '/services/create', {
    body: spec({ Labels: { a: '1' } }),
    headers: { 'x-registry-auth': 'e30=' },
  });
  const [service] = made.store.services.all();
  expect(said).toEqual({ status: 201, body: { ID: service?.id } });
  expect(service).toEqual({
    id: service?.id,
    version: 2,
    createdAt: made.timeline.now(),
    updatedAt: made.timeline.now(),
    spec: {
      Name: 'web',
      Labels: { a: '1' },
      TaskTemplate: {
        ContainerSpec: { Image: 'web:1', Isolation: 'default' },
        ForceUpdate: 0,
        Runtime: 'container',
      },
      Mode: { Replicated: { Replicas: 1 } },
    },
    specVersion: 0,
    registryAuth: 'e30=',
  });
});

test('networks are kept by their ids, wherever they were named', () => {
  const made = scene();
  create(made, spec({ Networks: [{ Target: 'front' }] }));
  create(made, {
    ...spec({ Name: 'api' }),
    TaskTemplate: { ...spec().TaskTemplate, Networks: [{ Target: 'n2' }] },
  });
  expect(
    [...made.store.services.all()].map(({ spec: kept }) => [kept.Networks, kept.TaskTemplate.Networks]),
  ).toEqual([
    [[{ Target: 'n2front' }], undefined],
    [undefined, [{ Target: 'n2front' }]],
  ]);
});

test.each([
  ['an unknown network', 'nope', 500, 'network nope not found'],
  ['a beginning of two', 'n', 400, 'network n is ambiguous (2 matches found)'],
  [
    'a network that is no swarm’s',
    'none',
    404,
    'could not find the corresponding predefined swarm network: network none not found',
  ],
  [
    'a network of the node',
    'docker_gwbridge',
    403,
    'The network docker_gwbridge cannot be used with services. Only networks scoped to the swarm can be used, such as those created with the overlay driver.',
  ],
  [
    'the mesh',
    'ingress',
    400,
    'rpc error: code = InvalidArgument desc = Service cannot be explicitly attached to the ingress network "ingress"',
  ],
])('refuses %s', (_, target, status, body) => {
  const made = scene();
  const task = { ...spec().TaskTemplate, Networks: [{ Target: target }] };
  expect(create(made, spec({ TaskTemplate: task }))).toEqual({ status, body });
});

test('a name that is taken in any case is refused, after the ports', () => {
  const made = scene();
  const open = { EndpointSpec: { Ports: [{ TargetPort: 80, PublishedPort: 80 }] } };
  create(made, spec(open));
  const [{ id } = { id: '' }] = made.store.services.all();
  expect([create(made, spec({ Name: 'WEB' })), create(made, spec({ Name: 'WEB', ...open }))]).toEqual([
    {
      status: 409,
      body: 'rpc error: code = AlreadyExists desc = name conflicts with an existing object: service WEB already exists',
    },
    invalid(`port '80' is already in use by service 'web' (${id}) as an ingress port`),
  ]);
});

test('secrets and configs must be there by id and name; all that are not are named', () => {
  const made = scene();
  made.store.write((tx) => tx.create('secret', { id: 's1', spec: { Name: 'key', Labels: {} } }));
  const ref = (SecretID: string, SecretName: string) => ({ SecretID, SecretName, File: { Name: SecretID } });
  const config = { ConfigID: 'c1', ConfigName: 'cfg', File: { Name: 'c' } };
  const ask = (Secrets: object[], Configs: object[] = []) => create(made, spec({}, { Secrets, Configs }));
  expect([
    ask([ref('s1', 'key'), ref('s2', 'b')]),
    ask([ref('s1', 'other'), ref('s2', 'b')], [config]),
    ask([ref('s1', 'key')], [config]),
    ask([{ SecretID: 's1', SecretName: 'key' }]),
    ask([ref('s1', 'key'), ref('s1', 'key')]),
  ]).toEqual([
    invalid('secret not found: b'),
    invalid('secrets not found: other, b'),
    invalid('config not found: cfg'),
    invalid('malformed secret reference, no target provided'),
    invalid("secret references 'key' and 'key' have a conflicting target: 's1'"),
  ]);
});

test('the first fault in the order of swarmkit is told', () => {
  const made = scene();
  const task = (change: object, container: object = {}) => ({
    TaskTemplate: { ContainerSpec: { Image: 'A B', ...container }, ...change },
    Mode: { Replicated: { Replicas: 9_223_372_036_854_775_808 } },
    UpdateConfig: { Delay: -1 },
    EndpointSpec: { Mode: 'dnsrr', Ports: [{ TargetPort: 80 }] },
  });
  const cpu = { Resources: { Limits: { NanoCPUs: 999_999 }, Reservations: { MemoryBytes: 1 } } };
  const memory = { Resources: { Reservations: { MemoryBytes: 1 } }, RestartPolicy: { Delay: -1 } };
  const restart = { RestartPolicy: { Delay: -1 }, Placement: { Constraints: ['x'] } };
  const place = { Placement: { Constraints: ['x'] } };
  const fine = { Image: 'web:1' };
  const { Mode: _, ...replicated } = task({}, fine);
  const { UpdateConfig: __, ...endpoint } = replicated;
  expect([
    create(made, spec({ Name: 'a b', ...task(cpu) })),
    create(made, spec({ Name: 'x'.repeat(64), ...task(cpu) })),
    create(made, spec(task(cpu))),
    create(made, spec(task(memory))),
    create(made, spec(task(restart))),
    create(made, spec(task(place, { Secrets: [{}] }))),
    create(made, spec(task({}, { Secrets: [{}], Env: ['A={{.Nope}}'] }))),
    create(made, spec(task({}, { Hostname: '{{', Mounts: [{ Target: '/a' }, { Target: '/a' }] }))),
    create(made, spec(task({}))),
    create(made, spec(task({}, { ...fine, Mounts: [{}, {}], Healthcheck: { Retries: -1 } }))),
    create(made, spec(task({}, { ...fine, Healthcheck: { StartPeriod: 1, Retries: -1 } }))),
    create(made, spec(task({}, { ...fine, Healthcheck: { Retries: 4_294_967_295 } }))),
    create(made, spec(task({}, fine))),
    create(made, spec(replicated)),
    create(made, spec(endpoint)),
  ]).toEqual([
    invalid('name must be valid as a DNS name component'),
    invalid('name must be 63 characters or fewer'),
    invalid('invalid cpu value 0.000999999: Must be at least 0.001'),
    invalid('invalid memory value 1: Must be at least 4MiB'),
    invalid('TaskSpec: restart-delay cannot be negative'),
    { status: 500, body: 'rpc error: code = Unknown desc = constraint expected one operator from ==, !=' },
    invalid('malformed secret reference'),
    invalid('expanding hostname failed: template: expansion:1: unclosed action'),
    invalid('ContainerSpec: "A B" is not a valid repository/tag'),
    invalid('ContainerSpec: duplicate mount point: '),
    invalid('ContainerSpec: StartPeriod in HealthConfig cannot be less than 1ms'),
    invalid('ContainerSpec: Retries in HealthConfig cannot be negative'),
    invalid('Number of replicas must be non-negative'),
    invalid('TaskSpec: update-delay cannot be negative'),
    invalid("EndpointSpec: port published with ingress mode can't be used with dnsrr mode"),
  ]);
});

test('what the engine would run and this one cannot is refused, and nothing is kept of it', () => {
  const made = scene();
  const plugin = { TaskTemplate: { Runtime: 'plugin', PluginSpec: {} } };
  expect([create(made, spec({ Mode: { GlobalJob: {} } })), create(made, spec(plugin))]).toEqual([
    { status: 501, body: 'rpc error: code = Unimplemented desc = the practice swarm runs no jobs' },
    { status: 500, body: 'runtime type "plugin" only supported in experimental' },
  ]);
  expect(made.store.services.size).toBe(0);
});

test('ports in the mesh need its network', () => {
  const made = apiScene();
  const Ports = [{ TargetPort: 80 }];
  const host = { EndpointSpec: { Ports: [{ TargetPort: 80, PublishMode: 'host' }] } };
  expect([create(made, spec({ EndpointSpec: { Ports } })), create(made, spec(host)).status]).toEqual([
    {
      status: 400,
      body: 'rpc error: code = FailedPrecondition desc = service needs ingress network, but no ingress network is present',
    },
    201,
  ]);
});
