import { filters } from '../api.ts';
import { said } from '../said.ts';
import type { Scenario } from '../scenario.ts';
import type { Stage } from '../stage.ts';
import { askAll, base64, make, type Ask } from './api-asks.ts';

type Kind = 'secrets' | 'configs';

type Thing = {
  readonly ID: string;
  readonly Version: { readonly Index: number };
  readonly Spec: Readonly<Record<string, unknown>>;
};

/** Secrets and configs differ in their data alone: those of a secret are never given back. */
const play = (kind: Kind) => async (stage: Stage) => {
  const one = kind.slice(0, -1);
  const create = (what: string, body: unknown): Ask => ({
    what,
    method: 'POST',
    path: `/${kind}/create`,
    body,
  });
  const Name = stage.name();
  await askAll(stage, [
    create('create', { Name, Labels: { a: '1' }, Data: base64('x') }),
    create('create with a name taken', { Name, Data: base64('y') }),
    create('create with it in capitals', { Name: Name.toUpperCase(), Data: base64('y') }),
    create('create without a name', { Data: base64('x') }),
    create('create with nothing', {}),
    create('create with no data', { Name: stage.name('void') }),
    create('create with empty data', { Name: stage.name('void'), Data: '' }),
    ...['a b', '-x', 'x-', '.x', 'x.', 'a.b_c-d', 'ü', 'x'.repeat(64), 'x'.repeat(65)].map((name) =>
      create(`create with the name "${name}"`, { Name: name, Data: base64('x') }),
    ),
    create('create with 500 kB', { Name: `large-${Name}`, Data: base64('x'.repeat(500 * 1024)) }),
    create('create with 1000 kB and more', {
      Name: `huge-${Name}`,
      Data: base64('x'.repeat(1000 * 1024 + 1)),
    }),
    create('create with a template', {
      Name: stage.name('tmpl'),
      Templating: { Name: 'golang' },
      Data: base64('x'),
    }),
    create('create with an unknown template', {
      Name: stage.name('tm'),
      Templating: { Name: 'x' },
      Data: base64('x'),
    }),
  ]);
  const thing = await stage.get<Thing>(`/${kind}/${Name}`);
  stage.fact('inspect', thing);
  const list = (what: string, query: string): Ask => ({ what, path: `/${kind}?${query}` });
  await askAll(stage, [
    { what: 'inspect by the beginning of the id', path: `/${kind}/${thing.ID.slice(0, 14)}` },
    { what: 'inspect what is not there', path: `/${kind}/nobody-knows` },
    list('list by name', filters({ name: [Name] })),
    list('list by the beginning of the name', filters({ name: [Name.slice(0, -1)], label: ['a'] })),
    list('list by the middle of the name', filters({ name: [Name.slice(1)] })),
    list('list by two names', filters({ name: ['nobody-knows', Name], label: ['a'] })),
    list('list by names', filters({ names: [Name] })),
    list('list by id', filters({ id: [thing.ID] })),
    list('list by a label', filters({ id: [thing.ID], label: ['a'] })),
    list('list by a label and its value', filters({ id: [thing.ID], label: ['a=1'] })),
    list('list by a label and another value', filters({ id: [thing.ID], label: ['a=2'] })),
    list('list by two labels', filters({ id: [thing.ID], label: ['a=1', 'b'] })),
    list('list by an unknown filter', filters({ bogus: ['x'] })),
    list('list by a filter that is no JSON', 'filters={'),
    list('list by a filter that is a list', 'filters=[]'),
  ]);
  await updates(stage, kind, thing);
  await inUse(stage, kind, thing);
  await askAll(stage, [
    { what: `remove a ${one}`, method: 'DELETE', path: `/${kind}/${thing.ID}` },
    { what: 'remove it again', method: 'DELETE', path: `/${kind}/${thing.ID}` },
    { what: 'inspect it', path: `/${kind}/${thing.ID}` },
    { what: 'remove by name what is not there', method: 'DELETE', path: `/${kind}/${Name}` },
  ]);
};

const updates = async (stage: Stage, kind: Kind, { ID, Version, Spec }: Thing): Promise<void> => {
  const update = (what: string, version: number | string, body: unknown, id = ID): Ask => ({
    what,
    method: 'POST',
    path: `/${kind}/${id}/update?version=${version}`,
    body,
  });
  const now = Version.Index;
  await askAll(stage, [
    update('update without a version', '', Spec),
    update('update with a word as version', 'x', Spec),
    update('update with a version of the past', now - 1, { ...Spec, Labels: {} }),
    update('update of what is not there', now, Spec, 'nobody-knows'),
    update('update of the name', now, { ...Spec, Name: 'other' }),
    update('update of the data', now, { ...Spec, Data: base64('y') }),
    update('update with nothing', now, {}),
    update('update of the labels', now, { ...Spec, Labels: { a: '2', b: '' } }),
    update('update with the version that was', now, { ...Spec, Labels: { a: '2', b: '' } }),
  ]);
  const later = await stage.get<Thing>(`/${kind}/${ID}`);
  stage.fact('what is there then', later);
  stage.fact('the version grows', { grows: later.Version.Index > now });
  await askAll(stage, [
    update('update by name', later.Version.Index, { ...Spec, Labels: {} }, stage.name()),
    update('update by it with the version that was', later.Version.Index, Spec, stage.name()),
  ]);
};

/** What a service uses cannot be removed. */
const inUse = async (stage: Stage, kind: Kind, { ID }: Thing): Promise<void> => {
  const Name = stage.name();
  const File = { Name: 'x', UID: '0', GID: '0', Mode: 0o444 };
  const uses =
    kind === 'secrets'
      ? { Secrets: [{ SecretID: ID, SecretName: Name, File }] }
      : { Configs: [{ ConfigID: ID, ConfigName: Name, File }] };
  const spec = {
    Mode: { Replicated: { Replicas: 0 } },
    TaskTemplate: { ContainerSpec: { Image: stage.image('web:1'), ...uses } },
  };
  const users = [stage.name('one'), stage.name('two')];
  const [first = '', second = ''] = await Promise.all(
    users.map((user) => make(stage, '/services/create', { Name: user, ...spec })),
  );
  const removing = await stage.call('DELETE', `/${kind}/${ID}`);
  stage.fact('remove what two services use', said(sorted(removing)));
  await stage.call('DELETE', `/services/${second}`);
  stage.fact('remove what a service uses', said(await stage.call('DELETE', `/${kind}/${ID}`)));
  await stage.call('DELETE', `/services/${first}`);
};

/** The services are named in no order. */
const sorted = <T extends { readonly body: string }>(answer: T): T => ({
  ...answer,
  body: answer.body.replace(/(\S+-(?:one|two)), (\S+-(?:one|two))/, (_, a: string, b: string) =>
    [a, b].toSorted().join(', '),
  ),
});

export const objectSecrets: Scenario = {
  name: 'object-secrets',
  claims: ['secrets', 'failure-secret'],
  play: play('secrets'),
};

export const objectConfigs: Scenario = { name: 'object-configs', claims: ['configs'], play: play('configs') };
