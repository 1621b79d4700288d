import { readCluster } from '../../src/core/command.ts';
import { imageForTable } from '../../src/core/swarm/image-name.ts';
import { modeOf } from '../../src/core/swarm/mode.ts';
import type { Service } from '../../src/core/swarm/objects.ts';
import { portsInWords } from '../../src/core/swarm/ports-in-words.ts';
import { byName } from '../../src/core/by-name.ts';
import { staleNotice } from '../../src/core/view/stale.ts';
import { clusterInWords, tableTitle } from '../../src/core/view/table-title.ts';

/** The cluster's services (docker/cli cli/command/service/list.go). */
export const serviceLs = readCluster({
  name: ['service', 'ls'],
  aliases: [['services'], ['service', 'list']],
  summary: 'List the services',
  examples: ['services', 'service ls'],
  params: {},
  observe: async ({ cluster, swarm }, _args, signal) => {
    const [services, freshness] = await Promise.all([
      swarm.services({ status: true }, signal),
      swarm.freshness(signal),
    ]);
    return { cluster, services, freshness };
  },
  present: ({ cluster, services, freshness }) => {
    const summary = `${services.length} ${services.length === 1 ? 'service' : 'services'} on ${clusterInWords(cluster)}`;
    return {
      summary,
      parts: [
        tableTitle(summary),
        ...staleNotice(freshness),
        {
          kind: 'table',
          columns: [
            { title: 'Name' },
            { title: 'Mode' },
            { title: 'Replicas', align: 'right' },
            { title: 'Image' },
            { title: 'Ports' },
          ],
          rows: services.toSorted((a, b) => byName(a.Spec.Name, b.Spec.Name)).map(row),
          overflow: 'more',
        },
      ],
    };
  },
});

function row(service: Service): string[] {
  return [
    service.Spec.Name,
    modeOf(service.Spec),
    replicasInWords(service),
    imageForTable(service.Spec.TaskTemplate.ContainerSpec?.Image ?? '-'),
    portsInWords(service.Endpoint?.Ports ?? []) || '-',
  ];
}

/** `3/5`, as docker counts: running tasks of desired ones. A question mark where the engine does not tell. */
function replicasInWords({ Spec, ServiceStatus }: Service): string {
  const { Replicated, ReplicatedJob } = Spec.Mode;
  const desired = ServiceStatus?.DesiredTasks ?? Replicated?.Replicas ?? '?';
  const counted = `${ServiceStatus?.RunningTasks ?? '?'}/${desired}`;
  const total = ReplicatedJob?.TotalCompletions;
  if (typeof total === 'number') {
    return `${counted} (${ServiceStatus?.CompletedTasks ?? '?'}/${total} completed)`;
  }
  const max = Spec.TaskTemplate.Placement?.MaxReplicas ?? 0;
  return max > 0 ? `${counted} (max ${max} per node)` : counted;
}
