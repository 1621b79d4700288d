import { expect, test } from 'vitest';
import type { Containers, LogLine } from '../../../../../src/practice/swarm/agent/containers.ts';
import { apiScene, nodeDraft, taskDraft } from '../services/scene.ts';

const START = Date.UTC(2026, 10, 22, 12);
const say = (line: string, stream: LogLine['stream'] = 'stdout', at = 0): LogLine => ({
  at: START + at,
  stream,
  line,
});

/** Containers whose logs a test writes, and that tell who follows them. */
function scriptedContainers() {
  const logs = new Map<string, LogLine[]>();
  const followers = new Map<string, Set<(line: LogLine) => void>>();
  const containers: Containers = {
    log: (taskId) => logs.get(taskId),
    crash: () => 0,
    followLog: (taskId, onLine) => {
      const those = followers.get(taskId) ?? new Set();
      followers.set(taskId, those.add(onLine));
      return () => void those.delete(onLine);
    },
  };
  const write = (taskId: string, ...lines: readonly LogLine[]): void => {
    logs.set(taskId, [...(logs.get(taskId) ?? []), ...lines]);
    for (const line of lines) for (const follower of followers.get(taskId) ?? []) follower(line);
  };
  const followed = () => [...followers].flatMap(([id, those]) => (those.size > 0 ? [id] : []));
  return { containers, write, followed };
}

function scene() {
  const scripted = scriptedContainers();
  const made = apiScene(scripted.containers);
  made.store.write((tx) => {
    tx.create('node', nodeDraft('node1'));
    tx.create('node', nodeDraft('node2'));
    tx.create('service', {
      id: 's1',
      spec: {
        Name: 'web',
        Labels: {},
        TaskTemplate: taskDraft('', '').spec,
        Mode: { Replicated: { Replicas: 2 } },
      },
    });
    tx.create('task', taskDraft('t1', 's1'));
    tx.create('task', taskDraft('t2', 's1', { nodeId: 'node2' }));
  });
  return { ...made, ...scripted };
}

/** The frames of a stream as texts, each with the number of its stream. */
function framesOf(bytes: Buffer): readonly string[] {
  const frames: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = bytes.readUInt32BE(at + 4);
    frames.push(`${bytes.readUInt8(at)}: ${bytes.subarray(at + 8, at + 8 + length).toString()}`);
    at += 8 + length;
  }
  return frames;
}

test('a service’s log has the lines of its tasks in frames, and ends', () => {
  const { open, write } = scene();
  write('t1', say('hello'), say('ä', 'stderr'));
  write('t2', say('world'));
  const stream = open('/services/web/logs?stdout=1&stderr=true');
  expect({ frames: framesOf(stream.bytes()), ended: stream.ended() }).toEqual({
    frames: ['1: hello\n', '2: ä\n', '1: world\n'],
    ended: true,
  });
  expect(framesOf(open('/services/s1/logs?stderr=1').bytes())).toEqual(['2: ä\n']);
  expect(framesOf(open('/tasks/t2/logs?stdout=1').bytes())).toEqual(['1: world\n']);
});

test('times come before details, with all nine digits', () => {
  const { open, write } = scene();
  write('t2', say('x', 'stdout', 1_500));
  expect(framesOf(open('/services/web/logs?stdout=1&timestamps=1&details=1').bytes())).toEqual([
    '1: 2026-11-22T12:00:01.500000000Z com.docker.swarm.node.id=node2,com.docker.swarm.service.id=s1,com.docker.swarm.task.id=t2 x\n',
  ]);
});

test('the tail is of each task and of both streams, and is cut before the time', () => {
  const { open, write } = scene();
  write('t1', say('1'), say('2', 'stderr', 1_000), say('3', 'stdout', 2_000));
  write('t2', say('4'), say('5', 'stdout', 3_000));
  const lines = (query: string) =>
    framesOf(open(`/services/web/logs?stdout=1&${query}`).bytes()).map((frame) => frame.slice(3, -1));
  const second = START / 1000;
  expect([
    lines('tail=2'),
    lines('tail=0'),
    lines('tail=all'),
    lines(`since=${second + 2}`),
    lines(`since=${second + 2}.5&tail=1`),
    lines(`since=${second + 1}.999999999`),
    lines(`until=${second}`),
  ]).toEqual([
    ['3', '4', '5'],
    [],
    ['1', '3', '4', '5'],
    ['3', '5'],
    ['5'],
    ['3', '5'],
    ['1', '3', '4', '5'],
  ]);
});

test('a terminal’s log has no frames', () => {
  const { open, write, store } = scene();
  const spec = { ...taskDraft('', '').spec, ContainerSpec: { Image: 'web:1', TTY: true } };
  store.write((tx) => {
    tx.update('service', 's1', {
      spec: { Name: 'web', Labels: {}, TaskTemplate: spec, Mode: { Global: {} } },
    });
    tx.update('node', 'node2', { status: { state: 'down', address: '' } });
  });
  write('t1', say('one'), say('two', 'stderr'));
  expect(open('/services/web/logs?stdout=1').bytes().toString()).toBe(
    'one\r\nError grabbing logs: rpc error: code = Unknown desc = warning: incomplete log stream. some logs could not be retrieved for the following reasons: node node2 is not available\n',
  );
});

test('a log that is not whole says so at its end, as the engine', () => {
  const { open, write, store } = scene();
  write('t1', say('here'));
  write('t2', say('there'));
  store.write((tx) => {
    tx.update('node', 'node2', { status: { state: 'down', address: '' } });
    tx.create(
      'task',
      taskDraft('t3', 's1', { nodeId: 'gone', status: { state: 'failed', timestamp: 0, message: '' } }),
    );
    tx.create(
      'task',
      taskDraft('t4', 's1', { nodeId: '', status: { state: 'pending', timestamp: 0, message: '' } }),
    );
  });
  const warning = (reasons: string) =>
    `3: Error grabbing logs: rpc error: code = Unknown desc = warning: incomplete log stream. some logs could not be retrieved for the following reasons: ${reasons}\n`;
  const frames = (path: string) => framesOf(open(path).bytes());
  expect([
    frames('/services/web/logs?stdout=1'),
    frames('/tasks/t1/logs?stdout=1'),
    frames('/tasks/t2/logs?stdout=1'),
    frames('/tasks/t4/logs?stdout=1'),
    frames('/services/web/logs?stdout=1&follow=1'),
  ]).toEqual([
    ['1: here\n', warning('node node2 is not available, node gone is not available')],
    ['1: here\n'],
    [warning('node node2 is not available')],
    [warning('task t4 has not been scheduled')],
    ['1: here\n'],
  ]);
});

test('who follows hears of new lines and of new tasks until he leaves', () => {
  const { open, write, store, timeline, followed } = scene();
  timeline.advance(10);
  write('t1', say('before'));
  const stream = open('/services/web/logs?stdout=1&follow=1');
  write('t1', say('after'), say('unheard', 'stderr'));
  store.write((tx) => {
    tx.create('task', taskDraft('t3', 's1'));
    tx.create('task', taskDraft('t9', 'other'));
    tx.remove('task', 't2');
  });
  timeline.advance(10);
  write('t3', say('new'));
  expect([framesOf(stream.bytes()), stream.ended(), followed()]).toEqual([
    ['1: before\n', '1: after\n', '1: new\n'],
    false,
    ['t1', 't3'],
  ]);
  stream.leave();
  store.write((tx) => tx.create('task', taskDraft('t5', 's1')));
  timeline.advance(10);
  expect(followed()).toEqual([]);
});

test('one task is followed alone', () => {
  const { open, write, followed, store, timeline } = scene();
  const stream = open('/tasks/t1/logs?stdout=1&follow=1');
  store.write((tx) => tx.create('task', taskDraft('t3', 's1')));
  timeline.advance(10);
  write('t1', say('mine'));
  write('t2', say('not mine'));
  expect([framesOf(stream.bytes()), followed()]).toEqual([['1: mine\n'], ['t1']]);
});

test.each([
  ['/services/nobody/logs', 500, 'Bad parameters: you must choose at least one stream'],
  ['/services/nobody/logs?stdout=0&stderr=no', 500, 'Bad parameters: you must choose at least one stream'],
  ['/services/nobody/logs?stdout=1&tail=x', 404, 'service nobody not found'],
  ['/tasks/nobody/logs?stdout=1', 404, 'task nobody not found'],
  ['/services/web/logs?stdout=1&tail=x&since=x', 500, 'tail value must be a positive integer or "all"'],
  ['/services/web/logs?stdout=1&tail=-1', 500, 'negative tail values not supported'],
  [
    '/services/web/logs?stdout=1&since=x',
    500,
    'could not parse since timestamp: strconv.ParseInt: parsing "x": invalid syntax',
  ],
  [
    '/services/web/logs?stdout=1&since=1.x',
    500,
    'could not parse since timestamp: strconv.ParseInt: parsing "x": invalid syntax',
  ],
])('%s is refused', (path, status, body) => {
  expect(scene().call('GET', path)).toEqual({ status, body });
});
