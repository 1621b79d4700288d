import { expect, test } from 'vitest';
import { serviceLs } from '../../../commands/service/ls.ts';
import type { Service } from '../../../src/core/swarm/objects.ts';
import { aGlobalSpec, aService, aSpec, digestOf, NOON, observers } from '../../support/builders/index.ts';

function view(services: Service[], stale?: string) {
  const on = observers({ services, ...(stale === undefined ? {} : { stale }) });
  return serviceLs.read({ observers: on, catalog: [], now: NOON, signal: new AbortController().signal }, {});
}

const title = (words: string) => ({ kind: 'text', text: [{ bold: words }], priority: 9 });
const table = (rows: string[][]) => ({
  kind: 'table',
  columns: [
    { title: 'Name' },
    { title: 'Mode' },
    { title: 'Replicas', align: 'right' },
    { title: 'Image' },
    { title: 'Ports' },
  ],
  rows,
  overflow: 'more',
});

test('services are listed with running and desired tasks, images without digests, and ports', async () => {
  const web = aService({
    Spec: aSpec({ name: 'web', image: 'ghcr.io/acme/web:1' }),
    ServiceStatus: { RunningTasks: 2, DesiredTasks: 3 },
    Endpoint: {
      Ports: [{ Protocol: 'tcp', TargetPort: 80, PublishedPort: 8080, PublishMode: 'ingress' }],
    },
  });
  const agent = aService({
    Spec: aGlobalSpec({ name: 'agent', image: `agent@${digestOf('a')}` }),
    ServiceStatus: { RunningTasks: 3, DesiredTasks: 3 },
  });

  expect(await view([web, agent])).toEqual({
    summary: '2 services on lab',
    parts: [
      title('2 services on lab'),
      table([
        ['agent', 'global', '3/3', 'agent@sha256:aaaaaaaaaaaa', '-'],
        ['web', 'replicated', '2/3', 'ghcr.io/acme/web:1', '*:8080->80/tcp'],
      ]),
    ],
  });
});

test('an engine that does not count tasks leaves a question mark', async () => {
  expect((await view([aService()])).parts).toEqual([
    title('1 service on lab'),
    table([['redis', 'replicated', '?/3', 'redis:3.0.5', '-']]),
  ]);
});

test('a bound per node and a job’s completions are said as docker says them', async () => {
  const bounded = aSpec({ name: 'a' });
  const Placement = { MaxReplicas: 2 };
  const job = aSpec({
    name: 'b',
    with: { Mode: { ReplicatedJob: { MaxConcurrent: 2, TotalCompletions: 5 } } },
  });

  const { parts } = await view([
    aService({
      Spec: { ...bounded, TaskTemplate: { ...bounded.TaskTemplate, Placement } },
      ServiceStatus: { RunningTasks: 3, DesiredTasks: 3 },
    }),
    aService({ Spec: job, ServiceStatus: { RunningTasks: 1, DesiredTasks: 2, CompletedTasks: 3 } }),
  ]);

  expect(parts).toEqual([
    title('2 services on lab'),
    table([
      ['a', 'replicated', '3/3 (max 2 per node)', 'redis:3.0.5', '-'],
      ['b', 'replicated job', '1/2 (3/5 completed)', 'redis:3.0.5', '-'],
    ]),
  ]);
});

test('an answer from the past is marked', async () => {
  expect((await view([], 'no leader')).parts[1]).toEqual({
    kind: 'notice',
    level: 'warning',
    text: 'This may be out of date: the manager that answered has no leader to ask. It says: no leader',
    priority: 9,
  });
});
