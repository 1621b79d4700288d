import { filters } from '../api.ts';
import { said } from '../said.ts';
import type { Scenario } from '../scenario.ts';
import type { Spec, Stage } from '../stage.ts';
import { askAll, idOf, type Ask } from './api-asks.ts';

type Service = { readonly ID: string; readonly Version: { readonly Index: number }; readonly Spec: Spec };

const read = (stage: Stage, id: string): Promise<Service> => stage.get<Service>(`/services/${id}`);

const none = { Replicated: { Replicas: 0 } };

/** What an update can be refused for, beside its spec: which service, which version, what may not change. */
export const apiUpdate: Scenario = {
  name: 'api-update',
  claims: [
    'stale-versions',
    'failure-mode-or-name-changed',
    'failure-no-such-service',
    'failure-name-taken',
    'failure-port-taken',
    'trap-7-update-out-of-sequence',
  ],
  play: async (stage) => {
    const id = await stage.create({ ...stage.spec(), Mode: none });
    const other = await stage.create({ ...stage.spec(), Name: stage.name('other'), Mode: none });
    const first = await read(stage, id);
    const post = (what: string, query: string, body: unknown, of = id): Ask => ({
      what,
      method: 'POST',
      path: `/services/${of}/update${query}`,
      body,
    });
    const now = `?version=${first.Version.Index}`;
    const { Spec } = first;
    await askAll(stage, [
      post('no version', '', Spec),
      post('an empty version', '?version=', Spec),
      post('a word as version', '?version=x', Spec),
      post('a negative version', '?version=-1', Spec),
      post('a fraction as version', '?version=1.5', Spec),
      post('version 0', '?version=0', Spec),
      post('an older version', `?version=${first.Version.Index - 1}`, Spec),
      post('a version of the future', `?version=${first.Version.Index + 100_000}`, Spec),
      post('an unknown service', now, Spec, 'nobody-knows'),
      post('an unknown service and no version', '', Spec, 'nobody-knows'),
      post('another name', now, { ...Spec, Name: stage.name('renamed') }),
      post('no name', now, { ...Spec, Name: '' }),
      post('the name of another', now, { ...Spec, Name: stage.name('other') }),
      post('another mode', now, { ...Spec, Mode: { Global: {} } }),
      post('the mode of a job', now, { ...Spec, Mode: { ReplicatedJob: {} } }),
      post('an unknown rollback', `${now}&rollback=bogus`, Spec),
      post('a rollback to nothing', `${now}&rollback=previous`, Spec),
      post('an unknown source of credentials', `${now}&registryAuthFrom=bogus`, Spec),
      post('credentials of a previous spec that is not there', `${now}&registryAuthFrom=previous-spec`, Spec),
    ]);
    const after = await read(stage, id);
    stage.fact('none of these changed the spec', {
      same: JSON.stringify(after.Spec) === JSON.stringify(Spec),
    });

    const labelled = { ...after.Spec, Labels: { a: '1' } };
    const current = `?version=${after.Version.Index}`;
    await askAll(stage, [
      post('the version that is', current, labelled),
      post('the version that was', current, labelled),
      post('the version that was, and a bad spec', current, { ...labelled, Name: 'a b' }),
      post('the version that was, and no image', current, {
        ...labelled,
        TaskTemplate: { ContainerSpec: {} },
      }),
      post('the version that was, and another mode', current, { ...labelled, Mode: { Global: {} } }),
    ]);
    const later = await read(stage, id);
    stage.fact('an update makes the version grow', { grows: later.Version.Index > after.Version.Index });
    const byName = `/services/${stage.name()}/update?version=${later.Version.Index}`;
    await askAll(stage, [
      { what: 'by name', method: 'POST', path: byName, body: { ...labelled, Labels: {} } },
    ]);
    const named = await read(stage, id);
    const byPrefix = `/services/${id.slice(0, 12)}/update?version=${named.Version.Index}`;
    await askAll(stage, [
      { what: 'by the beginning of the id', method: 'POST', path: byPrefix, body: labelled },
    ]);

    await takenNames(stage, id);
    await takenPorts(stage, id, other);
    await removal(stage, id);
  },
};

const takenNames = async (stage: Stage, id: string): Promise<void> => {
  const names = {
    'a name taken': stage.name(),
    'it in capitals': stage.name().toUpperCase(),
    'the id of another': id,
  };
  for (const [what, Name] of Object.entries(names)) {
    const body = { ...stage.spec(), Mode: none, Name };
    const answer = await stage.call('POST', '/services/create', { body });
    stage.fact(`create with ${what} as name`, said(answer));
    if (answer.status === 201) await stage.call('DELETE', `/services/${idOf(answer.body)}`);
  }
};

const takenPorts = async (stage: Stage, id: string, other: string): Promise<void> => {
  const open = (PublishedPort: number, change: Spec = {}) => ({
    EndpointSpec: { Mode: 'vip', Ports: [{ Protocol: 'tcp', TargetPort: 8080, PublishedPort, ...change }] },
  });
  const ask = async (what: string, of: string, change: Spec): Promise<void> => {
    stage.fact(what, said(await stage.update(of, (spec) => ({ ...spec, ...change }))));
    await settled(stage, of);
  };
  await ask('a port', id, open(21110));
  await ask('the same port of another service', other, open(21110));
  await ask('the same port of another protocol', other, open(21110, { Protocol: 'udp' }));
  await ask('the same port on the nodes', other, open(21110, { PublishMode: 'host' }));
  await ask('another port', other, open(21111));
  await askAll(stage, [
    {
      what: 'create with a port taken',
      method: 'POST',
      path: '/services/create',
      body: { ...stage.spec(), Name: stage.name('third'), Mode: none, ...open(21110) },
    },
    {
      what: 'create with a name taken and a port taken',
      method: 'POST',
      path: '/services/create',
      body: { ...stage.spec(), Mode: none, ...open(21110) },
    },
  ]);
  await ask('no port', id, { EndpointSpec: { Mode: 'vip' } });
  await ask('the port that is free again', other, open(21110));
};

/** The allocator of ports writes to a service some milliseconds after an update of it, and so makes its version old. */
const settled = (stage: Stage, id: string): Promise<void> => {
  let last = -1;
  return stage.until('no more is written to the service', async () => {
    const { Version } = await read(stage, id);
    const same = Version.Index === last;
    last = Version.Index;
    return same;
  });
};

const removal = async (stage: Stage, id: string): Promise<void> => {
  const gone = [
    ['GET', ''],
    ['DELETE', ''],
    ['GET', '/logs?stdout=1'],
  ] as const;
  await askAll(stage, [
    { what: 'remove', method: 'DELETE', path: `/services/${id}` },
    ...gone.map(([method, rest]) => ({
      what: `${method} ${rest.replace(/\?.*/, '')} of what is gone`,
      method,
      path: `/services/${id}${rest}`,
    })),
    {
      what: 'update what is gone',
      method: 'POST',
      path: `/services/${id}/update?version=1`,
      body: stage.spec(),
    },
    { what: 'inspect a name that is gone', path: `/services/${stage.name()}` },
    { what: 'list what is gone', path: `/services?${filters({ id: [id] })}` },
    { what: 'tasks of what is gone', path: `/tasks?${filters({ service: [id] })}` },
    { what: 'inspect with defaults of what is gone', path: `/services/${id}?insertDefaults=true` },
  ]);
};
