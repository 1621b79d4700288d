import type { ApiNode } from '../api.ts';
import { filters } from '../api.ts';
import type { Answer } from '../ground.ts';
import { said } from '../said.ts';
import type { Scenario } from '../scenario.ts';
import type { Stage } from '../stage.ts';

type Manager = ApiNode & {
  readonly ManagerStatus?: { readonly Leader?: boolean; readonly Reachability: string };
};

const OWN = { nodes: 3, managers: 3 };

const ask = (stage: Stage, node: string, path: string): Promise<Answer> =>
  stage.ground.call('GET', path, { node, timeout: 60_000 });

/** The nodes as one of them sees them; none while it cannot tell. */
const seenBy = async (stage: Stage, node: string): Promise<readonly Manager[]> => {
  const { status, body } = await ask(stage, node, '/nodes');
  return status === 200 ? (JSON.parse(body) as readonly Manager[]) : [];
};

const leaderAsSeenBy = async (stage: Stage, node: string): Promise<string | undefined> =>
  (await seenBy(stage, node)).find(({ ManagerStatus }) => ManagerStatus?.Leader === true)?.Description
    .Hostname;

const whole = (stage: Stage, node: string): Promise<void> =>
  stage.until(
    'three managers are reachable',
    async () => {
      const nodes = await seenBy(stage, node);
      return (
        nodes.length === 3 &&
        nodes.every(
          ({ Status, ManagerStatus }) =>
            Status.State === 'ready' && ManagerStatus?.Reachability === 'reachable',
        )
      );
    },
    90,
  );

const states = (nodes: readonly Manager[], role: (hostname: string) => string) =>
  Object.fromEntries(
    nodes
      .map(({ Description: { Hostname }, Status, ManagerStatus }) => [
        role(Hostname),
        [
          Status.State,
          ManagerStatus?.Reachability,
          ManagerStatus?.Leader === true ? 'leader' : 'no leader',
        ].join(', '),
      ])
      .toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1)),
  );

const write = (stage: Stage, node: string, suffix: string): Promise<Answer> =>
  stage.ground.call('POST', '/secrets/create', {
    node,
    timeout: 60_000,
    body: { Name: stage.name(suffix), Data: 'eA==' },
  });

const clear = async (stage: Stage): Promise<void> => {
  await whole(stage, 'node1');
  const { body } = await stage.call('GET', `/secrets?${filters({ name: [stage.name()] })}`);
  for (const { ID } of JSON.parse(body) as readonly { ID: string }[])
    await stage.call('DELETE', `/secrets/${ID}`);
};

/** Of three managers one that leads is lost: the others choose another. It comes back as a follower. */
export const swarmElection: Scenario = {
  name: 'swarm-election',
  own: OWN,
  claims: ['failure-election', 'quorum'],
  play: async (stage) => {
    await whole(stage, 'node1');
    const leader = (await leaderAsSeenBy(stage, 'node1')) ?? '';
    const [one = '', two = ''] = stage.ground.nodes.filter((name) => name !== leader);
    const role = (name: string) => (name === leader ? 'the old leader' : 'another');
    stage.afterwards(() => clear(stage));
    stage.fact('any manager takes a write', [
      (await write(stage, leader, 'leader')).status,
      (await write(stage, one, 'one')).status,
    ]);
    const lost = stage.ground.now();
    await stage.ground.loseNode(leader);
    stage.afterwards(async () => {
      const seen = await seenBy(stage, one);
      const now = seen.find(({ Description }) => Description.Hostname === leader);
      if (now?.ManagerStatus?.Reachability !== 'reachable') await stage.ground.returnNode(leader);
    });
    const { status } = await ask(stage, one, '/services');
    stage.fact('the first question after it is answered or refused', status === 200 || status === 500);
    await stage.until('there is another leader', async () => {
      const now = await leaderAsSeenBy(stage, one);
      return now !== undefined && now !== leader;
    });
    stage.fact('another leads within 30 seconds', stage.ground.now() - lost < 30_000);
    const next = (await leaderAsSeenBy(stage, one)) ?? '';
    stage.fact('it is one of the two', [one, two].includes(next));
    await stage.until('the lost one is unreachable and down', async () => {
      const old = (await seenBy(stage, one)).find(({ Description }) => Description.Hostname === leader);
      return old?.Status.State === 'down' && old.ManagerStatus?.Reachability === 'unreachable';
    });
    await stage.until(
      'the others are ready',
      async () => (await seenBy(stage, one)).filter(({ Status }) => Status.State === 'ready').length === 2,
    );
    const seen = await seenBy(stage, one);
    stage.fact('the old leader then', states(seen, role)['the old leader']);
    stage.fact('a write then', (await write(stage, two, 'then')).status);
    await stage.ground.returnNode(leader);
    await whole(stage, one);
    const after = await seenBy(stage, leader);
    stage.fact('it is back', states(after, role)['the old leader']);
    stage.fact('a write on it', (await write(stage, leader, 'back')).status);
  },
};

/** Two of three managers are lost: stale answers, then none, until one is back. */
export const swarmQuorum: Scenario = {
  name: 'swarm-quorum',
  own: OWN,
  claims: ['failure-quorum-lost', 'quorum'],
  play: async (stage) => {
    await whole(stage, 'node1');
    const leader = (await leaderAsSeenBy(stage, 'node1')) ?? '';
    const [one = '', two = ''] = stage.ground.nodes.filter((name) => name !== leader);
    stage.afterwards(() => clear(stage));
    const id = await stage.create(
      stage.spec('web:1', { TaskTemplate: { Placement: { Constraints: [`node.hostname == ${leader}`] } } }),
    );
    const lost = stage.ground.now();
    await stage.ground.loseNode(one);
    await stage.ground.loseNode(two);
    let gone: readonly string[] = [one, two];
    stage.afterwards(async () => {
      for (const name of gone) await stage.ground.returnNode(name);
    });
    stage.fact(
      'the leader reads at once',
      said(await ask(stage, leader, `/services?${filters({ name: ['nobody'] })}`)),
    );
    const writing = write(stage, leader, 'lost');
    let stale = 0;
    await stage.until('it answers no more', async () => {
      const { status } = await ask(stage, leader, '/nodes');
      if (status === 200) stale = stage.ground.now();
      return status !== 200;
    });
    stage.fact('a write that was begun meanwhile', said(await writing));
    stage.fact('its answers are stale for 5 to 30 seconds', stale - lost > 5000 && stale - lost < 30_000);
    for (const path of ['/nodes', '/services', '/tasks', '/swarm', `/services/${id}`, '/secrets'])
      stage.fact(`asked for ${path.replace(id, 'the service')}`, said(await ask(stage, leader, path)));
    stage.fact('told to write', said(await write(stage, leader, 'none')));
    stage.fact('pinged', said(await ask(stage, leader, '/_ping')));
    const info = await ask(stage, leader, '/info');
    const { Swarm } = JSON.parse(info.body) as { Swarm: Readonly<Record<string, unknown>> };
    const { LocalNodeState, ControlAvailable, Error: words, Nodes, Managers, Cluster } = Swarm;
    stage.fact('its info', {
      LocalNodeState,
      ControlAvailable,
      words,
      Nodes,
      Managers,
      cluster: Cluster !== undefined,
    });
    await stage.ground.returnNode(one);
    gone = [two];
    await stage.until(
      'there is a leader',
      async () => (await leaderAsSeenBy(stage, leader)) !== undefined,
      90,
    );
    stage.fact('a write with two of three', (await write(stage, leader, 'two')).status);
    await stage.ground.returnNode(two);
    gone = [];
    await whole(stage, leader);
    await stage.untilRunning(id, 1, undefined, 90);
    const names = await stage.get<readonly { Spec: { Name: string } }[]>(
      `/secrets?${filters({ name: [stage.name()] })}`,
    );
    stage.fact(
      'what was written, though the engine said it was not',
      names.map(({ Spec: { Name } }) => Name).toSorted(),
    );
  },
};
