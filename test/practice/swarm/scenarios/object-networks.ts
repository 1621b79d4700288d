import { filters } from '../api.ts';
import { said } from '../said.ts';
import type { Scenario } from '../scenario.ts';
import type { Stage } from '../stage.ts';
import { askAll, askOne, idOf, make, withoutNumbers, type Ask } from './api-asks.ts';

type Network = {
  readonly Id: string;
  readonly Name: string;
  readonly Options: Readonly<Record<string, string>> | null;
  readonly IPAM: { readonly Config: readonly Subnet[] | null };
};
type Subnet = { readonly Subnet: string };

const RANGE = { Config: [{ Subnet: '10.99.7.0/24', Gateway: '10.99.7.1' }] };

const create = (what: string, body: unknown): Ask => ({
  what,
  method: 'POST',
  path: '/networks/create',
  body,
});

export const objectNetworks: Scenario = {
  name: 'object-networks',
  claims: ['networks', 'failure-no-such-network', 'failure-network-exists'],
  play: async (stage) => {
    const Name = stage.name();
    const made = await askOne(
      stage,
      create('create', { Name, Driver: 'overlay', Labels: { a: '1' }, IPAM: RANGE, Attachable: true }),
    );
    stage.fact('create', said(made));
    const id = idOf(made.body) ?? '';
    await askAll(stage, [
      create('create with a name taken', { Name, Driver: 'overlay' }),
      create('create with it in capitals', { Name: Name.toUpperCase(), Driver: 'overlay' }),
      create('create and check for it', { Name, Driver: 'overlay', CheckDuplicate: true }),
      create('create without a name', { Driver: 'overlay' }),
      create('create with a blank name', { Name: ' ', Driver: 'overlay' }),
      create('create with two words', { Name: 'a b', Driver: 'overlay' }),
      create('create with a slash', { Name: 'a/b', Driver: 'overlay' }),
      create('create for an unknown scope', {
        Name: stage.name('scoped'),
        Driver: 'overlay',
        Scope: 'nobody',
      }),
      create('create over a subnet taken', { Name: stage.name('over'), Driver: 'overlay', IPAM: RANGE }),
      create('create over a bad subnet', {
        Name: stage.name('bad'),
        Driver: 'overlay',
        IPAM: { Config: [{ Subnet: 'x' }] },
      }),
      create('create ingress again', { Name: stage.name('mesh'), Driver: 'overlay', Ingress: true }),
    ]);
    stage.fact('inspect', withoutNumbers(await stage.get<Network>(`/networks/${id}`)));
    await lists(stage, id);
    await defaults(stage);
    await inUse(stage, id);
    await askAll(stage, [
      { what: 'remove', method: 'DELETE', path: `/networks/${id}` },
      { what: 'remove again', method: 'DELETE', path: `/networks/${id}` },
      { what: 'inspect what is gone', path: `/networks/${id}` },
      { what: 'remove what was never there', method: 'DELETE', path: '/networks/nobody-knows' },
      { what: 'remove the bridge', method: 'DELETE', path: '/networks/bridge' },
    ]);
  },
};

const lists = async (stage: Stage, id: string): Promise<void> => {
  const own = stage.name();
  const list = async (what: string, query: string): Promise<void> => {
    const answer = await stage.call('GET', `/networks?${query}`);
    if (answer.status !== 200) return stage.fact(`list by ${what}`, said(answer));
    const found = (JSON.parse(answer.body) as readonly Network[]).map(({ Name }) => Name);
    stage.fact(
      `list by ${what}`,
      found.filter((name) => name.startsWith(own) || !name.includes('-')).toSorted(),
    );
  };
  const same = JSON.stringify(await stage.get<Network>(`/networks/${id}`));
  const pages = {
    'by name': own,
    verbosely: `${own}?verbose=true`,
    'by the beginning of the id': id.slice(0, 14),
    'in the scope of the swarm': `${own}?scope=swarm`,
    'in the scope of the machine': `${own}?scope=local`,
    'in an unknown scope': `${own}?scope=nobody`,
    'what is not there': 'nobody-knows',
  };
  for (const [what, page] of Object.entries(pages)) {
    const answer = await stage.call('GET', `/networks/${page}`);
    stage.fact(`inspect ${what}`, answer.body.trim() === same ? 'the same' : said(answer));
  }
  const listed = await stage.get<readonly Network[]>(`/networks?${filters({ id: [id] })}`);
  stage.fact(
    'list by id',
    listed.map((one) => (JSON.stringify(one) === same ? 'the same' : withoutNumbers(one))),
  );
  await list('name', filters({ name: [own] }));
  await list('the middle of the name', filters({ name: [own.slice(2, -2)] }));
  await list('another case', filters({ name: [own.toUpperCase()] }));
  await list('a label', filters({ label: ['a'], name: [own] }));
  await list('a label and its value', filters({ label: ['a=1'], name: [own] }));
  await list('another value', filters({ label: ['a=2'], name: [own] }));
  await list('driver and scope', filters({ driver: ['overlay'], scope: ['swarm'], name: [own] }));
  await list('another driver', filters({ driver: ['bridge'], name: [own] }));
  await list('the scope of the machine', filters({ scope: ['local'], name: [own] }));
  await list('an unknown scope', filters({ scope: ['nobody'], name: [own] }));
  await list('type', filters({ type: ['custom'], name: [own] }));
  await list(
    'the type of the built-in ones',
    filters({ type: ['builtin'], driver: ['bridge', 'host', 'null'] }),
  );
  await list('an unknown type', filters({ type: ['nobody'] }));
  await list('being in use by nobody', filters({ dangling: ['true'], name: [own] }));
  await list('a bad word for that', filters({ dangling: ['perhaps'] }));
  await list('an unknown filter', filters({ bogus: ['x'] }));
  await list('a filter that is no JSON', 'filters={');
};

/** Without a subnet it gets the next free one, which is another's affair in a swarm that is shared. */
const defaults = async (stage: Stage): Promise<void> => {
  const id = await make(stage, '/networks/create', { Name: stage.name('plain'), Driver: 'overlay' });
  await stage.until('it has a subnet', async () => {
    const { IPAM } = await stage.get<Network>(`/networks/${id}`);
    return (IPAM.Config ?? []).length > 0;
  });
  const network = withoutNumbers(await stage.get<Network>(`/networks/${id}`));
  const Config = network.IPAM.Config?.map((one) => ({ ...one, Subnet: '<subnet>', Gateway: '<gateway>' }));
  stage.fact('inspect one with no subnet of its own', {
    ...network,
    IPAM: { ...network.IPAM, Config },
  });
};

const inUse = async (stage: Stage, id: string): Promise<void> => {
  const user = await stage.create(
    stage.spec('web:1', {
      TaskTemplate: { ContainerSpec: { Image: stage.image('web:1') }, Networks: [{ Target: id }] },
    }),
  );
  stage.fact('remove what a service uses', said(await stage.call('DELETE', `/networks/${id}`)));
  await stage.call('DELETE', `/services/${user}`);
  await stage.until('no task of the service is left', async () => {
    const tasks = await stage.get<readonly { readonly ServiceID: string }[]>('/tasks');
    return !tasks.some(({ ServiceID }) => ServiceID === user);
  });
};
