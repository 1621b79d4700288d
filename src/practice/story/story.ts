import type { SeedInput } from '../slack/seed.ts';
import type { NodeOptions } from '../swarm/options.ts';
import type { Try } from '../web/panel.ts';

/** A service, in as few words as `docker service create` needs. */
export type ServiceStory = {
  readonly name: string;
  readonly image: string;
  /** Missing: one on every node that fits. */
  readonly replicas?: number;
  readonly network?: string;
  readonly env?: readonly string[];
  readonly constraints?: readonly string[];
  /** Published port, and the one it leads to. */
  readonly publish?: readonly [published: number, target: number];
  readonly update: {
    readonly parallelism: number;
    readonly delaySeconds: number;
    readonly failureAction?: 'pause' | 'continue' | 'rollback';
    readonly order?: 'stop-first' | 'start-first';
  };
};

/** What was done to a swarm, so many minutes ago. */
export type Deed = { readonly ago: number } & (
  | { readonly network: string }
  | { readonly service: ServiceStory }
  /** A service gets another image. */
  | { readonly update: string; readonly image: string }
);

export type ClusterStory = {
  readonly name: string;
  readonly production: boolean;
  /** Of its ids, which no other cluster is to have. */
  readonly seed: number;
  readonly nodes: readonly NodeOptions[];
  /** In the order of time. The swarm was made when the first one was done. */
  readonly past: readonly Deed[];
};

/** Something that was said so many minutes ago. */
export type Line = {
  readonly ago: number;
  readonly who: string;
  readonly channel: string;
  /** `@waggle` is for channels that Waggle is not in: elsewhere it would answer. */
  readonly text: string;
  /** A reply to the last line before it that is none. */
  readonly isReply?: boolean;
};

/** What a workspace begins with. */
export type WorkspaceStory = {
  readonly people: SeedInput['users'];
  readonly channels: SeedInput['channels'];
  /** In the order of time. */
  readonly lines: readonly Line[];
  /** The panel's suggestions. */
  readonly tries: readonly Try[];
};

/** Who may change what, from where: the bot's allow-list. */
export type Rights = readonly {
  readonly people: readonly string[];
  readonly channels: readonly string[];
  readonly clusters: readonly string[];
}[];

/** People whom one can be on the page. */
export const PLAYABLE = ['UANA', 'ULI', 'UMO', 'UGUS'] as const;

/** The people of every story. Approvals are not built yet, so that an approver is another operator, and the titles say so. */
const PEOPLE: SeedInput['users'] = [
  {
    id: 'UANA',
    name: 'ana',
    realName: 'Ana Lopes',
    tz: 'Europe/Lisbon',
    isAdmin: true,
    title: 'operator: may change every cluster here',
  },
  {
    id: 'ULI',
    name: 'li',
    realName: 'Li Wei',
    tz: 'Asia/Singapore',
    title: 'approver: may change every cluster too, since Waggle asks for no second person yet',
  },
  {
    id: 'UMO',
    name: 'mo',
    realName: 'Mo Diallo',
    tz: 'America/New_York',
    title: 'viewer: may look, and change nothing',
  },
  {
    id: 'UGUS',
    name: 'gus',
    realName: 'Gus Berg',
    tz: 'Europe/Stockholm',
    kind: 'guest',
    title: 'guest: Waggle answers full members of the workspace only',
  },
  { id: 'UGUIDE', name: 'guide', realName: 'Guide', kind: 'bot', tz: 'UTC', title: 'says what to try' },
  { id: 'UCI', name: 'ci', realName: 'CI', kind: 'bot', tz: 'UTC', title: 'tells what was built' },
];

const EVERYBODY = ['UANA', 'ULI', 'UMO', 'UGUS', 'UGUIDE', 'UCI'];

/** One postgres, on the only node that has its disk. */
const POSTGRES: ServiceStory = {
  name: 'postgres',
  image: 'postgres:16',
  replicas: 1,
  network: 'shop',
  env: ['POSTGRES_DB=shop', 'POSTGRES_PASSWORD=practice-only'],
  constraints: ['node.labels.disk == ssd'],
  update: { parallelism: 1, delaySeconds: 0 },
};

const REDIS: ServiceStory = {
  name: 'redis',
  image: 'redis:3.0.5',
  replicas: 3,
  network: 'shop',
  update: { parallelism: 1, delaySeconds: 5 },
};

const SHOP: ServiceStory = {
  name: 'shop',
  image: 'waggle/shop:1',
  replicas: 3,
  network: 'shop',
  env: ['REDIS_URL=redis://redis:6379', 'DATABASE_URL=postgres://shop@postgres/shop'],
  update: { parallelism: 1, delaySeconds: 3, order: 'start-first' },
};

const WEB: ServiceStory = {
  name: 'web',
  image: 'nginx:1.27',
  replicas: 2,
  network: 'shop',
  publish: [8080, 80],
  update: { parallelism: 1, delaySeconds: 10, failureAction: 'rollback' },
};

/** Two clusters, each with what it lived through before the start. */
export const CLUSTERS: readonly ClusterStory[] = [
  {
    name: 'prod',
    production: true,
    seed: 1,
    nodes: [
      { name: 'manager1', role: 'manager' },
      { name: 'manager2', role: 'manager' },
      { name: 'manager3', role: 'manager' },
      { name: 'worker1', role: 'worker' },
      { name: 'worker2', role: 'worker' },
      { name: 'worker3', role: 'worker', labels: { disk: 'ssd' } },
    ],
    past: [
      { ago: 180, network: 'shop' },
      { ago: 179, service: POSTGRES },
      { ago: 178, service: REDIS },
      { ago: 177, service: SHOP },
      { ago: 176, service: WEB },
      {
        ago: 175,
        service: {
          name: 'worker',
          image: 'waggle/web:1',
          replicas: 2,
          network: 'shop',
          env: ['QUEUE=redis://redis:6379/1'],
          update: { parallelism: 1, delaySeconds: 5 },
        },
      },
      {
        ago: 174,
        service: {
          name: 'proxy',
          image: 'traefik:v3.1',
          constraints: ['node.role == manager'],
          update: { parallelism: 1, delaySeconds: 10 },
        },
      },
      { ago: 95, update: 'worker', image: 'waggle/web:2' },
      { ago: 42, update: 'web', image: 'nginx:1.28' },
    ],
  },
  {
    name: 'staging',
    production: false,
    seed: 2,
    nodes: [
      { name: 'stage1', role: 'manager' },
      { name: 'stage2', role: 'worker' },
      { name: 'stage3', role: 'worker', labels: { disk: 'ssd' } },
    ],
    past: [
      { ago: 120, network: 'shop' },
      { ago: 119, service: POSTGRES },
      { ago: 118, service: { ...REDIS, image: 'redis:3.0.6', replicas: 2 } },
      { ago: 117, service: { ...SHOP, replicas: 2 } },
      { ago: 116, service: WEB },
    ],
  },
];

/** Images that the panel lets go wrong: those that the story suggests next, and some that run. */
export const BREAKABLE = [
  'redis:3.0.6',
  'redis:3.0.5',
  'waggle/shop:3',
  'waggle/shop:1',
  'waggle/web:3',
  'nginx:1.28',
] as const;

/** The workspace before practice swarms. */
export const PRACTICE_WORKSPACE: WorkspaceStory = {
  people: PEOPLE,
  channels: [
    {
      id: 'COPS',
      name: 'ops',
      members: EVERYBODY,
      topic: 'The prod cluster. Words to Waggle are about prod here.',
    },
    { id: 'CSTAGING', name: 'staging', members: EVERYBODY, topic: 'The staging cluster.' },
    {
      id: 'CGENERAL',
      name: 'general',
      members: EVERYBODY,
      botIsMember: false,
      topic: 'Bound to no cluster. Waggle comes in by /invite @waggle.',
    },
  ],
  lines: [
    { ago: 190, who: 'mo', channel: 'general', text: 'Hello. Is the shop on the new cluster today?' },
    { ago: 188, who: 'ana', channel: 'general', text: 'Yes, within the hour. Watch <#COPS>.' },
    {
      ago: 173,
      who: 'ana',
      channel: 'ops',
      text: 'prod is up: 3 managers, 3 workers, and the shop runs on it.',
    },
    {
      ago: 171,
      who: 'li',
      channel: 'ops',
      text: 'I see it. postgres is on worker3, where the disk is?',
      isReply: true,
    },
    { ago: 170, who: 'ana', channel: 'ops', text: 'Yes, by its label `disk=ssd`.', isReply: true },
    {
      ago: 115,
      who: 'li',
      channel: 'staging',
      text: 'staging has redis:3.0.6 already. It has been quiet for an hour.',
    },
    { ago: 42, who: 'li', channel: 'ops', text: 'web goes to nginx:1.28 now.' },
    {
      ago: 12,
      who: 'ci',
      channel: 'staging',
      text: 'Built and pushed `waggle/shop:3`. All 214 tests passed.',
    },
    { ago: 9, who: 'ci', channel: 'ops', text: 'Built and pushed `redis:3.0.6`. All 214 tests passed.' },
    { ago: 8, who: 'mo', channel: 'ops', text: 'Can we have that today, and two more of it?' },
    {
      ago: 1,
      who: 'guide',
      channel: 'ops',
      text: `*Welcome to practice.* This Slack is a small one of its own, *prod* and *staging* are swarms inside it, and Waggle is the real bot. Nothing you do here touches anything real.

You are *ana*, who may change things. Write these here, one after the other:
1. \`/swarm services\` shows what runs.
2. \`/swarm scale redis=5\` brings a plan. Nothing happens until you press *Confirm*.
3. \`/swarm update redis image=redis:3.0.6 delay=10s parallelism=2\`: confirm, then open the thread and watch.
4. Press *Roll back* in the thread, while it runs or after, and confirm.

Then:
• On ci's message above, open its menu and choose *Deploy this image*.
• Open *Break things*, the lightning at the top: cut the power of worker2, wait 15 seconds, and say \`/swarm nodes\`; or let an image crash. It begins with commands that need no typing.
• Press your name, above the channels, to be *mo*, who may only look.

\`/swarm help\` knows the rest.`,
    },
    {
      ago: 1,
      who: 'guide',
      channel: 'staging',
      text: 'Words to Waggle are about the *staging* cluster here. Try `/swarm update shop image=waggle/shop:2`: that image crashes at its start, and the rollout stops and says why.',
    },
    {
      ago: 1,
      who: 'guide',
      channel: 'general',
      text: 'Waggle is not in this channel, and it is bound to no cluster. Write /invite @waggle, then `/swarm services --cluster staging`.',
    },
  ],
  tries: [
    { label: 'What runs on prod?', channel: 'COPS', text: '/swarm services' },
    { label: 'Five redis instead of three', channel: 'COPS', text: '/swarm scale redis=5' },
    {
      label: 'A new redis, two at a time',
      channel: 'COPS',
      text: '/swarm update redis image=redis:3.0.6 delay=10s parallelism=2',
    },
    { label: 'And back', channel: 'COPS', text: '/swarm rollback redis' },
    { label: 'What runs where?', channel: 'COPS', text: '/swarm ps redis' },
    { label: 'How are the nodes?', channel: 'COPS', text: '/swarm nodes' },
    {
      label: 'A release that crashes',
      channel: 'CSTAGING',
      text: '/swarm update shop image=waggle/shop:2',
    },
    {
      label: 'An image that does not exist',
      channel: 'CSTAGING',
      text: '/swarm update redis image=redis:9.9',
    },
    { label: 'Everything Waggle knows', channel: 'COPS', text: '/swarm help' },
  ],
};

/** Who may change the practice clusters. Mo and gus are not on it. */
export const PRACTICE_RIGHTS: Rights = [
  { people: ['UANA', 'ULI'], channels: ['COPS', 'CGENERAL', 'direct'], clusters: ['prod'] },
  { people: ['UANA', 'ULI'], channels: ['CSTAGING', 'CGENERAL', 'direct'], clusters: ['staging'] },
];

/** The clusters that channels speak of. */
export const PRACTICE_CHANNELS: Readonly<Record<string, string>> = { COPS: 'prod', CSTAGING: 'staging' };

/** The name that a real engine's swarm goes by. */
export const REAL_CLUSTER = 'docker';

/** The workspace before a real engine, whose services nobody knows beforehand. */
export const REAL_WORKSPACE: WorkspaceStory = {
  people: PEOPLE,
  channels: [
    {
      id: 'COPS',
      name: 'ops',
      members: EVERYBODY,
      topic: 'A REAL Docker engine: what is confirmed here is done to it.',
    },
    {
      id: 'CGENERAL',
      name: 'general',
      members: EVERYBODY,
      botIsMember: false,
      topic: 'Bound to no cluster.',
    },
  ],
  lines: [
    {
      ago: 0,
      who: 'guide',
      channel: 'ops',
      text: `*Careful: this is a real Docker engine.* This Slack is for practice, but what you confirm here is done to the swarm of the machine that was named at the start.

1. \`/swarm nodes\` and \`/swarm services\` only look.
2. To have something to try on, on that machine: \`docker service create --name redis --replicas 3 --update-delay 10s redis:7.2\`
3. \`/swarm scale redis=5\` brings a plan. Nothing happens until you press *Confirm*.
4. \`/swarm update redis image=redis:7.4 delay=10s parallelism=2\`: confirm, then open the thread and watch.
5. Press *Roll back* in the thread, and confirm.`,
    },
  ],
  tries: [
    { label: 'How are the nodes?', channel: 'COPS', text: '/swarm nodes' },
    { label: 'What runs?', channel: 'COPS', text: '/swarm services' },
    { label: 'Everything Waggle knows', channel: 'COPS', text: '/swarm help' },
  ],
};

export const REAL_RIGHTS: Rights = [
  { people: ['UANA', 'ULI'], channels: ['COPS', 'direct'], clusters: [REAL_CLUSTER] },
];

export const REAL_CHANNELS: Readonly<Record<string, string>> = { COPS: REAL_CLUSTER };
