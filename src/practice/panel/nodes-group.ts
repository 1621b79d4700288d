import type { NodeGlance } from '../swarm/glance.ts';
import type { PracticeNode, PracticeSwarm } from '../swarm/options.ts';
import { PanelRefusal, type PanelAction, type PanelItem } from '../web/panel.ts';
import type { Group } from './group.ts';

type Deed = {
  readonly label: string;
  readonly isDangerous: boolean;
  readonly run: (swarm: PracticeSwarm, node: string) => Promise<void>;
  readonly done: string;
  /** What the managers do about it, as long as they have a majority. */
  readonly next?: string;
};

const DEEDS: Readonly<Record<'lose' | 'return' | 'cut' | 'mend', Deed>> = {
  lose: {
    label: 'Cut the power',
    isDangerous: true,
    run: (swarm, node) => swarm.loseNode(node),
    done: 'is without power.',
    next: 'The swarm calls it down in 10 to 15 seconds, and then starts its tasks elsewhere.',
  },
  return: {
    label: 'Power on',
    isDangerous: false,
    run: (swarm, node) => swarm.returnNode(node),
    done: 'has power again, and is soon ready. Tasks stay where they are now, as in every swarm.',
  },
  cut: {
    label: 'Off the network',
    isDangerous: true,
    run: (swarm, node) => swarm.cutNode(node),
    done: 'is off the network: its containers go on, and nobody hears of them.',
  },
  mend: {
    label: 'Back on the network',
    isDangerous: false,
    run: (swarm, node) => swarm.mendNode(node),
    done: 'is back on the network.',
  },
};

/** The machines of one cluster: power and network of each. */
export function nodesGroup(cluster: string, swarm: PracticeSwarm): Group {
  return {
    state: () => ({
      id: `nodes-${cluster}`,
      title: `The nodes of ${cluster}`,
      about: 'States are as the managers know them, some seconds late as in every swarm.',
      items: swarm.glance().nodes.map((glance) => itemOf(glance, swarm.node(glance.name))),
    }),
    onChange: (listener) => swarm.onChange(listener),
    act: async (name, action) => {
      const deed = Object.entries(DEEDS).find(([id]) => id === action)?.[1];
      const node = swarm.nodes.find((each) => each.name === name);
      if (deed === undefined || node === undefined)
        throw new PanelRefusal('There is no such thing in the panel.');
      if (!offered(node).some(({ id }) => id === action)) {
        throw new PanelRefusal(`${name} is ${inWords(node)}: that cannot be done to it now.`);
      }
      await deed.run(swarm, name);
      return [`${name} ${deed.done}`, quorumWords(cluster, swarm) ?? deed.next ?? ''].join(' ').trimEnd();
    },
  };
}

function itemOf(glance: NodeGlance, node: PracticeNode): PanelItem {
  const { state, leader, role, reachable, availability } = glance;
  const works = node.power === 'on' && node.network === 'on';
  const known =
    role === 'outside'
      ? 'in no swarm'
      : [
          state,
          ...(leader
            ? ['leader']
            : role === 'manager'
              ? [reachable ? 'manager' : 'manager, unreachable']
              : []),
          ...(availability === 'active' ? [] : [availability]),
        ].join(', ');
  return {
    id: node.name,
    label: node.name,
    state: works ? known : `${inWords(node)}; to the managers: ${known}`,
    tone: !works || (role === 'manager' && !reachable) ? 'bad' : state === 'ready' ? 'good' : 'busy',
    actions: offered(node),
  };
}

/** What can be done to a node as it stands. */
function offered({ power, network }: PracticeNode): PanelAction[] {
  const ids: (keyof typeof DEEDS)[] = [
    power === 'on' ? 'lose' : 'return',
    // without power nothing is seen of it, but a cable can be put back
    ...(network === 'off' ? ['mend' as const] : power === 'on' ? ['cut' as const] : []),
  ];
  return ids.map((id) => ({ id, label: DEEDS[id].label, isDangerous: DEEDS[id].isDangerous }));
}

function inWords({ power, network }: PracticeNode): string {
  if (power === 'on') return network === 'on' ? 'on' : 'off the network';
  return network === 'on' ? 'without power' : 'without power and off the network';
}

/** A warning once so many managers are gone that the swarm cannot be changed. */
function quorumWords(cluster: string, swarm: PracticeSwarm): string | undefined {
  const managers = swarm.glance().nodes.filter(({ role }) => role === 'manager');
  const able = managers.filter(({ name }) => {
    const { power, network } = swarm.node(name);
    return power === 'on' && network === 'on';
  });
  if (able.length * 2 > managers.length) return undefined;
  return `That leaves ${able.length} of ${managers.length} managers, and no majority: ${cluster} goes on as it is, but can neither be changed nor heal itself until another manager is back.`;
}
