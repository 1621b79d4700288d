import { readCluster } from '../../src/core/command.ts';
import type { Node } from '../../src/core/swarm/objects.ts';
import { byName } from '../../src/core/by-name.ts';
import { staleNotice } from '../../src/core/view/stale.ts';
import { clusterInWords, tableTitle } from '../../src/core/view/table-title.ts';

/** The cluster's nodes (docker/cli cli/command/node/list.go). */
export const nodeLs = readCluster({
  name: ['node', 'ls'],
  aliases: [['nodes'], ['node', 'list']],
  summary: 'List the nodes',
  examples: ['nodes', 'node ls'],
  params: {},
  observe: async ({ cluster, swarm }, _args, signal) => {
    const [nodes, freshness] = await Promise.all([swarm.nodes(signal), swarm.freshness(signal)]);
    return { cluster, nodes, freshness };
  },
  present: ({ cluster, nodes, freshness }) => {
    const summary = `${nodes.length} ${nodes.length === 1 ? 'node' : 'nodes'} on ${clusterInWords(cluster)}`;
    return {
      summary,
      parts: [
        tableTitle(summary),
        ...staleNotice(freshness),
        {
          kind: 'table',
          columns: [
            { title: 'Node' },
            { title: 'Status' },
            { title: 'Availability' },
            { title: 'Manager' },
            { title: 'Engine' },
          ],
          rows: nodes.toSorted((a, b) => byName(a.Description.Hostname, b.Description.Hostname)).map(row),
          overflow: 'more',
        },
      ],
    };
  },
});

function row(node: Node, _index: number, all: readonly Node[]): string[] {
  const { Hostname, Engine } = node.Description;
  const namesakes = all.filter(({ Description }) => Description.Hostname === Hostname);
  return [
    namesakes.length > 1 ? `${Hostname} (${node.ID.slice(0, 12)})` : Hostname,
    node.Status.State,
    node.Spec.Availability,
    managerInWords(node),
    Engine?.EngineVersion ?? '-',
  ];
}

function managerInWords({ ManagerStatus }: Node): string {
  if (!ManagerStatus) return '-';
  return ManagerStatus.Leader === true ? 'leader' : (ManagerStatus.Reachability ?? 'unknown');
}
