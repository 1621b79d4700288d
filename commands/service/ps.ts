import { serviceName } from '../../src/core/chat/kinds.ts';
import { readCluster } from '../../src/core/command.ts';
import { findService } from '../../src/core/swarm/find-service.ts';
import { staleNotice } from '../../src/core/view/stale.ts';
import { clusterInWords, tableTitle } from '../../src/core/view/table-title.ts';
import { taskRows } from '../../src/core/view/task-rows.ts';
import { tasksRun } from '../../src/core/view/tasks-run.ts';

/** A service's tasks, those that ended under their slot's own (docker/cli cli/command/service/ps.go). */
export const servicePs = readCluster({
  name: ['service', 'ps'],
  aliases: [['ps']],
  summary: "List a service's tasks: where they run, and why they do not",
  examples: ['ps redis', 'service ps redis'],
  params: {
    service: { kind: serviceName(), at: 'place', required: true, meaning: 'the service' },
  },
  observe: async (on, { service: name }, signal) => {
    const [service, nodes, freshness] = await Promise.all([
      findService(on, name, signal),
      on.swarm.nodes(signal),
      on.swarm.freshness(signal),
    ]);
    const tasks = await on.swarm.tasks({ services: [service.ID] }, signal);
    return { cluster: on.cluster, service, nodes, tasks, freshness };
  },
  present: ({ cluster, service, nodes, tasks, freshness }, _args, now) => {
    const summary = `${service.Spec.Name} on ${clusterInWords(cluster)}: ${tasksRun(service, tasks)}`;
    return {
      summary,
      parts: [
        tableTitle(summary),
        ...staleNotice(freshness),
        tasks.length === 0
          ? { kind: 'text', text: `${service.Spec.Name} has no tasks.` }
          : {
              kind: 'table',
              columns: [
                { title: 'Task' },
                { title: 'Image' },
                { title: 'Node' },
                { title: 'Desired' },
                { title: 'State' },
                { title: 'Error' },
                { title: 'Ports' },
              ],
              rows: taskRows(tasks, { service: service.Spec.Name, nodes, now }),
              overflow: 'file',
            },
      ],
    };
  },
});
