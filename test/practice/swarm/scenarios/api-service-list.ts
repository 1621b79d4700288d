import { filters } from '../api.ts';
import { said } from '../said.ts';
import type { Scenario } from '../scenario.ts';
import type { Spec, Stage } from '../stage.ts';

type Listed = {
  readonly ID: string;
  readonly Spec: { readonly Name: string };
  readonly ServiceStatus?: unknown;
};

/** Which of the scenario's services a list has, by name. */
const names = async (stage: Stage, what: string, query: string): Promise<void> => {
  const answer = await stage.call('GET', `/services?${query}`);
  if (answer.status !== 200) return stage.fact(what, said(answer));
  const found = (JSON.parse(answer.body) as readonly Listed[]).map(({ Spec: { Name } }) => Name);
  stage.fact(what, found.filter((name) => name.startsWith(stage.name())).toSorted());
};

export const apiServiceList: Scenario = {
  name: 'api-service-list',
  claims: ['service-list', 'bad-input'],
  play: async (stage) => {
    const make = (suffix: string, Labels: Spec, Mode: Spec) =>
      stage.create({ ...stage.spec(), Name: stage.name(suffix), Labels, Mode });
    const one = await make('one', { a: '1', [stage.name()]: '' }, { Replicated: { Replicas: 2 } });
    const two = await make('two', { a: '2', [stage.name()]: '' }, { Replicated: { Replicas: 0 } });
    await make('everywhere', { [stage.name()]: 'x' }, { Global: {} });
    const label = stage.name();
    const ask = (what: string, of: Readonly<Record<string, readonly string[]>>) =>
      names(stage, `by ${what}`, filters(of));
    await ask('a name', { name: [stage.name('one')] });
    await ask('the beginning of a name', { name: [stage.name()] });
    await ask('the middle of a name', { name: [stage.name('one').slice(1)] });
    await ask('a name in capitals', { name: [stage.name('one').toUpperCase()] });
    await ask('two names', { name: [stage.name('one'), stage.name('two')] });
    await ask('an id', { id: [one] });
    await ask('the beginning of an id', { id: [two.slice(0, 14)] });
    await ask('a name where an id is wanted', { id: [stage.name('one')] });
    await ask('an id that nothing has', { id: ['nobody-knows'] });
    await ask('a label', { label: [label] });
    await ask('a label and its value', { label: [`${label}=x`] });
    await ask('a label and no value', { label: [`${label}=`] });
    await ask('two labels', { label: [label, 'a=1'] });
    await ask('the mode replicated', { mode: ['replicated'], name: [stage.name()] });
    await ask('the mode global', { mode: ['global'], name: [stage.name()] });
    await ask('both modes', { mode: ['global', 'replicated'], name: [stage.name()] });
    await ask('an unknown mode', { mode: ['nobody'], name: [stage.name()] });
    await ask('a name and a label that nothing has both', { name: [stage.name('one')], label: ['a=2'] });
    await ask('an unknown filter', { bogus: ['x'] });
    await ask('the runtime of containers', { runtime: ['container'], name: [stage.name()] });
    await ask('the runtime of plugins', { runtime: ['plugin'], name: [stage.name()] });
    await ask('nothing', { name: [] });
    const raw = async (what: string, of: string) => names(stage, what, `filters=${encodeURIComponent(of)}`);
    await raw('filters that are no JSON', '{');
    await raw('filters that are empty', '');
    await raw('filters that are null', 'null');
    await raw('filters that are a list', '[]');
    await raw('filters of strings', '{"name":"x"}');
    await raw('filters of numbers', '{"name":[1]}');
    await raw('filters of old clients', JSON.stringify({ name: { [stage.name('one')]: true } }));
    await raw('filters of old clients with false', JSON.stringify({ name: { [stage.name('one')]: false } }));
    await statuses(stage, one);
  },
};

const statuses = async (stage: Stage, one: string): Promise<void> => {
  const ask = async (what: string, version: string, query: string): Promise<void> => {
    const of = filters({ name: [stage.name()] });
    const answer = await stage.call('GET', `${version}/services?${of}${query}`);
    if (answer.status !== 200) return stage.fact(what, said(answer));
    const list = JSON.parse(answer.body) as readonly Listed[];
    const pairs = list.map(({ Spec: { Name }, ServiceStatus = 'none' }) => [Name, ServiceStatus] as const);
    stage.fact(what, Object.fromEntries(pairs.toSorted(([a], [b]) => (a < b ? -1 : 1))));
  };
  await ask('status', '', '&status=true');
  await ask('status with 1', '', '&status=1');
  await ask('status with false', '', '&status=false');
  await ask('status with an odd word', '', '&status=nobody');
  await ask('status in 1.41', '/v1.41', '&status=true');
  await ask('status in 1.40', '/v1.40', '&status=true');
  stage.fact(
    'status has no place in inspect',
    'ServiceStatus' in (await stage.get<object>(`/services/${one}?status=true`)),
  );
};
