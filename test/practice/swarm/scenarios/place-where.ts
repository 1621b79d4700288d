import type { ApiNode } from '../api.ts';
import type { Scenario } from '../scenario.ts';
import type { Spec, Stage } from '../stage.ts';
import { where } from './nodes.ts';
import { tasksOf } from './rolls.ts';

/** How many nodes each fits. `ID` stands for the first one's id. */
const CONSTRAINTS: readonly (readonly [number, ...(readonly string[])])[] = [
  [1, 'node.hostname == node2'],
  [1, 'node.hostname==node2'],
  [1, 'node.hostname == NODE2'],
  [2, 'node.hostname != node2'],
  [1, 'node.role == manager'],
  [2, 'node.role == worker'],
  [2, 'node.role != manager'],
  [1, 'node.role == Manager'],
  [1, 'node.id == ID'],
  [2, 'node.id != ID'],
  [0, 'node.labels.nobody == 1'],
  [3, 'node.labels.nobody != 1'],
  [0, 'engine.labels.nobody == 1'],
  [3, 'engine.labels.nobody != 1'],
  [3, 'node.platform.os == linux'],
  [0, 'node.platform.os == windows'],
  [3, 'node.platform.arch == x86_64'],
  [0, 'node.platform.arch == amd64'],
  [0, 'node.nobody == 1'],
  [0, 'nobody != 1'],
  [1, 'node.role == worker', 'node.hostname != node2'],
  [0, 'node.role == worker', 'node.hostname == node1'],
];

export const placeConstraints: Scenario = {
  name: 'place-constraints',
  claims: ['constraints', 'global'],
  play: async (stage) => {
    const { ID = '' } = (await stage.get<readonly ApiNode[]>('/nodes')).find(isFirst) ?? {};
    const made = await Promise.all(
      CONSTRAINTS.map(async ([count, ...words], index) => {
        const Constraints = words.map((word) => word.replace('ID', ID));
        const spec = stage.spec('web:1', {
          Name: stage.name(`${index}`),
          Mode: { Replicated: undefined, Global: {} },
          TaskTemplate: { Placement: { Constraints } },
        });
        return { what: words.join(', '), count, id: await stage.create(spec, { wait: false }) };
      }),
    );
    for (const { what, count, id } of made) {
      if (count > 0) await stage.until(`it runs on ${count}: ${what}`, () => running(stage, id, count));
    }
    for (const { what, id } of made) {
      stage.fact(what, { tasks: (await tasksOf(stage, id)).length, on: await where(stage, id) });
    }
  },
};

const isFirst = ({ Description }: ApiNode): boolean => Description.Hostname === 'node1';

const running = async (stage: Stage, id: string, count: number): Promise<boolean> =>
  (await tasksOf(stage, id)).filter(({ Status }) => Status.State === 'running').length === count;

/** Without a wish, a service's tasks are spread over the nodes, the fewest of the service first. */
export const placeSpread: Scenario = {
  name: 'place-spread',
  claims: ['max-per-node', 'resources', 'scale'],
  play: async (stage) => {
    const place = async (what: string, count: number, change: Spec): Promise<string> => {
      const Mode = { Replicated: { Replicas: count } };
      const id = await stage.create(
        stage.spec('web:1', { Name: stage.name(`${what.length}`), Mode, ...change }),
      );
      stage.fact(what, await where(stage, id));
      return id;
    };
    const spread = await place('three', 3, {});
    await stage.update(spread, (spec) => ({ ...spec, Mode: { Replicated: { Replicas: 6 } } }));
    await stage.untilRunning(spread, 6);
    stage.fact('six, of which three came later', await where(stage, spread));
    await stage.update(spread, (spec) => ({ ...spec, Mode: { Replicated: { Replicas: 3 } } }));
    await stage.untilRunning(spread, 3);
    await stage.until('three are gone', async () => (await tasksOf(stage, spread)).length === 3);
    stage.fact('three of six', await where(stage, spread));
    await stage.update(spread, (spec) => ({ ...spec, Mode: { Replicated: { Replicas: 0 } } }));
    await stage.until('all are gone', async () => (await tasksOf(stage, spread)).length === 0);
    stage.fact('none', await where(stage, spread));
    await place('at most two on each', 6, { TaskTemplate: { Placement: { MaxReplicas: 2 } } });
    await place('only on workers', 4, {
      TaskTemplate: { Placement: { Constraints: ['node.role == worker'] } },
    });
    const [node] = await stage.get<readonly { Description: { Resources: { NanoCPUs: number } } }[]>('/nodes');
    const NanoCPUs = Math.round(0.6 * (node?.Description.Resources.NanoCPUs ?? 0));
    await place('each more than half a node', 3, {
      TaskTemplate: { Resources: { Reservations: { NanoCPUs } } },
    });
  },
};
