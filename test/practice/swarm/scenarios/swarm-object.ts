import { said } from '../said.ts';
import type { Scenario } from '../scenario.ts';
import type { Stage } from '../stage.ts';
import { askAll, withoutOwn } from './api-asks.ts';
import { OWN } from './nodes.ts';

type Swarm = {
  readonly ID: string;
  readonly Version: { readonly Index: number };
  readonly Spec: Readonly<Record<string, unknown>>;
  readonly JoinTokens: { readonly Worker: string; readonly Manager: string };
};

const read = (stage: Stage): Promise<Swarm> => stage.get<Swarm>('/swarm');

export const swarmObject: Scenario = {
  name: 'swarm-object',
  own: OWN,
  claims: ['swarm-object', 'stale-versions', 'bad-input'],
  play: async (stage) => {
    const first = await read(stage);
    stage.fact('inspect', withoutOwn(first));
    const post = (what: string, query: string, body: unknown) => ({
      what,
      method: 'POST',
      path: `/swarm/update?${query}`,
      body,
    });
    const { Spec } = first;
    const now = `version=${first.Version.Index}`;
    await askAll(stage, [
      post('no version', '', Spec),
      post('a word as version', 'version=x', Spec),
      post('an older version', `version=${first.Version.Index - 1}`, Spec),
      post('no body', now, undefined),
      post('a list', now, []),
      post('a string as a limit', now, { ...Spec, Orchestration: { TaskHistoryRetentionLimit: '5' } }),
      post('another name', now, { ...Spec, Name: 'other' }),
      post('an odd word about a token', `${now}&rotateWorkerToken=x`, Spec),
      post('a short life of certificates', now, { ...Spec, CAConfig: { NodeCertExpiry: 1 } }),
      { what: 'the key to unlock what is not locked', path: '/swarm/unlockkey' },
      { what: 'unlock what is not locked', method: 'POST', path: '/swarm/unlock', body: { UnlockKey: 'x' } },
      { what: 'init again', method: 'POST', path: '/swarm/init', body: { ListenAddr: '0.0.0.0:2377' } },
      {
        what: 'join again',
        method: 'POST',
        path: '/swarm/join',
        body: { RemoteAddrs: ['x'], JoinToken: 'x' },
      },
      { what: 'the last manager leaves', method: 'POST', path: '/swarm/leave' },
    ]);
    await changes(stage, Spec);
    await tokens(stage);
  },
};

const changes = async (stage: Stage, Spec: Swarm['Spec']): Promise<void> => {
  const update = async (what: string, change: object): Promise<void> => {
    const { Version } = await read(stage);
    const path = `/swarm/update?version=${Version.Index}`;
    stage.fact(what, said(await stage.call('POST', path, { body: { ...Spec, ...change } })));
  };
  await update('keep two tasks of each slot', { Orchestration: { TaskHistoryRetentionLimit: 2 } });
  const { Spec: changed } = await read(stage);
  stage.fact('the spec then', changed);
  await update('with nothing of orchestration and of certificates', { Orchestration: {}, CAConfig: {} });
  stage.fact('the spec after that', (await read(stage)).Spec);
  await update('as it was', {});
  stage.fact('it is as it was', JSON.stringify((await read(stage)).Spec) === JSON.stringify(Spec));
};

const tokens = async (stage: Stage): Promise<void> => {
  const before = await read(stage);
  const turn = async (what: string, query: string): Promise<void> => {
    const old = await read(stage);
    const path = `/swarm/update?version=${old.Version.Index}&${query}`;
    const answer = await stage.call('POST', path, { body: old.Spec });
    const { JoinTokens } = await read(stage);
    stage.fact(what, {
      ...(said(answer) as object),
      newWorker: JoinTokens.Worker !== old.JoinTokens.Worker,
      newManager: JoinTokens.Manager !== old.JoinTokens.Manager,
      versionGrows: (await read(stage)).Version.Index > old.Version.Index,
    });
  };
  await turn('turn the token of workers', 'rotateWorkerToken=true');
  await turn('turn the token of managers', 'rotateManagerToken=true');
  await turn('turn both', 'rotateWorkerToken=1&rotateManagerToken=1');
  await turn('turn none', 'rotateWorkerToken=false');
  const { JoinTokens } = await read(stage);
  const middle = (token: string): string => token.split('-').slice(0, 3).join('-');
  stage.fact('tokens', {
    looks: /^SWMTKN-1-[0-9a-z]{50}-[0-9a-z]{25}$/.test(JoinTokens.Worker),
    sameSwarm: middle(JoinTokens.Worker) === middle(JoinTokens.Manager),
    sameAsBefore: middle(JoinTokens.Worker) === middle(before.JoinTokens.Worker),
  });
};
