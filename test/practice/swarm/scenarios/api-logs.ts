import { filters } from '../api.ts';
import type { ApiTask } from '../api.ts';
import { said } from '../said.ts';
import type { Scenario } from '../scenario.ts';
import type { Stage } from '../stage.ts';

/** The frames of a multiplexed stream: which stream, and what. The four bytes of the length may not survive as text. */
const frames = (body: string): readonly string[] =>
  // eslint-disable-next-line no-control-regex -- they are what frames begin with
  [...body.matchAll(/([\u0000-\u0002])\u0000\u0000\u0000[^]{4}([^\u0000-\u0002]*)/g)].map(
    ([, stream = '', text = '']) => `${['stdin', 'stdout', 'stderr'][stream.charCodeAt(0)]}: ${text}`,
  );

const ask = async (stage: Stage, what: string, path: string): Promise<void> => {
  const answer = await stage.call('GET', path, { wanted: ['content-type'] });
  if (answer.status !== 200) return stage.fact(what, said(answer));
  const told = frames(answer.body).map((frame) => frame.replace(/task\.id=\w+/, 'task.id=<task>'));
  stage.fact(what, { headers: answer.headers, frames: told.toSorted() });
};

export const apiLogs: Scenario = {
  name: 'api-logs',
  claims: ['logs'],
  play: async (stage) => {
    const Placement = { Constraints: ['node.hostname == node1'] };
    const two = { Mode: { Replicated: { Replicas: 2 } }, TaskTemplate: { Placement } };
    const id = await stage.create(stage.spec('web:1', two));
    const page = `/services/${id}/logs`;
    await stage.until('both have spoken', async () => {
      const { body } = await stage.call('GET', `${page}?stdout=1`);
      return frames(body).length === 2;
    });
    await ask(stage, 'a service', `${page}?stdout=1&stderr=1`);
    await ask(stage, 'a service by name', `/services/${stage.name()}/logs?stdout=1`);
    await ask(stage, 'what it says of its errors', `${page}?stderr=1`);
    await ask(stage, 'neither', page);
    await ask(stage, 'with details', `${page}?stdout=1&details=1`);
    await ask(stage, 'with times', `${page}?stdout=1&timestamps=1`);
    await ask(stage, 'with times and details', `${page}?stdout=1&timestamps=1&details=1`);
    await ask(stage, 'no line', `${page}?stdout=1&tail=0`);
    await ask(stage, 'the last line of each', `${page}?stdout=1&tail=1`);
    await ask(stage, 'all lines', `${page}?stdout=1&tail=all`);
    await ask(stage, 'an odd number of lines', `${page}?stdout=1&tail=x`);
    await ask(stage, 'since a time to come', `${page}?stdout=1&since=4000000000`);
    await ask(stage, 'since the beginning', `${page}?stdout=1&since=1`);
    await ask(stage, 'since an odd time', `${page}?stdout=1&since=x`);
    await ask(stage, 'of no service', '/services/nobody-knows/logs?stdout=1');
    const tasks = await stage.get<readonly ApiTask[]>(`/tasks?${filters({ service: [id] })}`);
    const one = tasks.find(({ Slot }) => Slot === 1);
    await ask(stage, 'a task', `/tasks/${one?.ID}/logs?stdout=1`);
    await ask(stage, 'a task with details', `/tasks/${one?.ID}/logs?stdout=1&details=1`);
    await ask(stage, 'a task, neither', `/tasks/${one?.ID}/logs`);
    await raw(stage);
    await crash(stage);
  },
};

/** A terminal's output has no frames. */
const raw = async (stage: Stage): Promise<void> => {
  const id = await stage.create({
    ...stage.spec('web:1', {
      TaskTemplate: { ContainerSpec: { TTY: true }, Placement: { Constraints: ['node.hostname == node1'] } },
    }),
    Name: stage.name('tty'),
  });
  const of = filters({ service: [id] });
  await stage.until(
    'it has spoken',
    async () => (await stage.call('GET', `/services/${id}/logs?stdout=1`)).body !== '',
  );
  const answer = await stage.call('GET', `/services/${id}/logs?stdout=1`, { wanted: ['content-type'] });
  stage.fact('a terminal', { headers: answer.headers, body: answer.body });
  const [task] = await stage.get<readonly ApiTask[]>(`/tasks?${of}`);
  const details = await stage.call('GET', `/tasks/${task?.ID}/logs?stdout=1&details=1`);
  stage.fact('a task with a terminal, with details', { status: details.status, body: details.body });
};

const crash = async (stage: Stage): Promise<void> => {
  const id = await stage.create(
    {
      ...stage.spec('redis:crash', { TaskTemplate: { RestartPolicy: { Condition: 'none' } } }),
      Name: stage.name('crash'),
    },
    { wait: false },
  );
  const page = `/services/${id}/logs?stdout=1&stderr=1`;
  await stage.until('it has failed', async () => {
    const [task] = await stage.get<readonly ApiTask[]>(`/tasks?${filters({ service: [id] })}`);
    return task?.Status.State === 'failed';
  });
  await stage.until(
    'its last words are here',
    async () => frames((await stage.call('GET', page)).body).length === 1,
  );
  await ask(stage, 'a task that failed', page);
};
