import type { ApiNode, ApiTask } from '../api.ts';
import type { Answer } from '../ground.ts';
import { said } from '../said.ts';
import type { Spec, Stage } from '../stage.ts';
import { tasksOf } from './rolls.ts';

/** The swarm of scenarios that change nodes. */
export const OWN = { nodes: 3, managers: 1 };

/** Changes a node's spec. A node's version grows with much that happens on it, so the write is tried again. */
export const changeNode = async (stage: Stage, name: string, change: Spec): Promise<Answer> => {
  for (;;) {
    const node = await stage.get<ApiNode>(`/nodes/${name}`);
    const path = `/nodes/${node.ID}/update?version=${node.Version.Index}`;
    const answer = await stage.call('POST', path, { body: { ...node.Spec, ...change } });
    if (!answer.body.includes('out of sequence')) return answer;
  }
};

/** Changes a node's spec, and states the answer. */
export const change = async (stage: Stage, name: string, to: Spec): Promise<void> => {
  const answer = await changeNode(stage, name, to);
  stage.fact(`the answer to ${JSON.stringify(to)}`, said(answer));
};

/** Gives a node back as it was when the scenario ends. */
export const reset = (stage: Stage, name: string): void =>
  stage.afterwards(() => changeNode(stage, name, { Availability: 'active', Labels: {} }));

/** What became of each task of a service that was on a node. */
export const onNode = async (stage: Stage, id: string, name: string): Promise<readonly string[]> => {
  const node = await stage.get<ApiNode>(`/nodes/${name}`);
  const mine = (await tasksOf(stage, id)).filter(({ NodeID }) => NodeID === node.ID);
  return mine.map(lineOfTask).toSorted();
};

/** In one line: `running, should be running: started`. */
export const lineOfTask = ({ Status, DesiredState }: ApiTask): string =>
  [`${Status.State}, should be ${DesiredState}`, Status.Message, Status.Err]
    .filter((part) => part !== undefined)
    .join(': ');

export const global = (stage: Stage, suffix: string, template: Spec = {}): Spec =>
  stage.spec('web:1', {
    Name: stage.name(suffix),
    Mode: { Replicated: undefined, Global: {} },
    TaskTemplate: template,
  });

export const replicated = (stage: Stage, count: number, change: Spec = {}): Spec =>
  stage.spec('web:1', { Mode: { Replicated: { Replicas: count } }, ...change });

export const running = async (stage: Stage, id: string, count: number): Promise<boolean> =>
  (await tasksOf(stage, id)).filter(
    ({ Status, DesiredState }) => Status.State === 'running' && DesiredState === 'running',
  ).length === count;

/** How many tasks run where. */
export const where = async (stage: Stage, id: string): Promise<Readonly<Record<string, number>>> => {
  const nodes = await stage.get<readonly ApiNode[]>('/nodes');
  const running = (await tasksOf(stage, id)).filter(
    ({ Status, DesiredState }) => Status.State === 'running' && DesiredState === 'running',
  );
  const on = (node: ApiNode) => running.filter(({ NodeID }: ApiTask) => NodeID === node.ID).length;
  const counts = nodes
    .map((node) => [node.Description.Hostname, on(node)] as const)
    .filter(([, count]) => count > 0);
  return Object.fromEntries(counts.toSorted(([a], [b]) => (a < b ? -1 : 1)));
};

/** A service with a task on each node. */
export const tasksOnThree = (stage: Stage): Promise<string> => stage.create(replicated(stage, 3));
