import type { Behaviour, Catalog } from './catalog.ts';
import { makeCatalog, PLAIN_BEHAVIOUR, type CatalogEntry } from './make-catalog.ts';

const server = (line: string, change: Partial<Behaviour> = {}): Behaviour => ({
  ...PLAIN_BEHAVIOUR,
  log: [{ after: 150, stream: 'stdout', line }],
  ...change,
});

/** One image under several tags. */
const tags = (name: string, list: string, behaviour: Behaviour): CatalogEntry => ({
  references: list.split(' ').map((tag) => `${name}:${tag}`),
  behaviour,
});

/** What people try Docker with. */
const KNOWN: readonly CatalogEntry[] = [
  ...['3.0.5', '3.0.6', '3.0.7', '7.0', '7.2', '7.4', '8.0 8 latest', '7.2-alpine', '7.4-alpine'].map(
    (list) => tags('redis', list, server('Ready to accept connections tcp', { pull: 2500 })),
  ),
  ...['1.25', '1.26', '1.27', '1.28 latest', '1.27-alpine', '1.28-alpine alpine'].map((list) =>
    tags('nginx', list, server('start worker processes', { pull: 3000 })),
  ),
  ...['14', '15', '16', '17 latest'].map((list) =>
    tags(
      'postgres',
      list,
      server('database system is ready to accept connections', {
        pull: 6000,
        stop: { takes: 300, code: 0 },
      }),
    ),
  ),
  ...['v2.11', 'v3.0', 'v3.1', 'v3.2 v3 latest'].map((list) =>
    tags('traefik', list, server('Configuration loaded', { pull: 3500 })),
  ),
  ...['v1.9', 'v1.10 latest'].map((list) =>
    tags(
      'traefik/whoami',
      list,
      server('Starting up on port 80', { pull: 900, stop: { takes: 10, code: 2 } }),
    ),
  ),
  // without a command these end at once: a shell with nothing to read
  ...['alpine', 'busybox', 'debian', 'ubuntu'].map((name) =>
    tags(name, 'latest', { ...PLAIN_BEHAVIOUR, exit: { after: 30, code: 0 }, log: [] }),
  ),
];

/** Images that do what one wants to see, each good at `:1` and `:3`; what goes wrong is in the name or at `:2`. */
const SCRIPTED: readonly CatalogEntry[] = [
  ...['1', '2', '3'].map((tag) => tags('waggle/web', tag, server(`web ${tag} is ready`, { pull: 800 }))),
  ...['1', '3'].map((tag) =>
    tags('waggle/shop', tag, server(`shop ${tag} is open`, { pull: 1200, healthyAfter: 2000 })),
  ),
  tags(
    'waggle/shop',
    '2',
    server('shop 2 is open', {
      pull: 1200,
      exit: { after: 400, code: 1 },
      log: [{ after: 350, stream: 'stderr', line: 'cannot read the configuration' }],
    }),
  ),
  tags(
    'waggle/crash',
    '1',
    server('starting', {
      exit: { after: 300, code: 3 },
      log: [{ after: 250, stream: 'stderr', line: 'cannot read the configuration' }],
    }),
  ),
  tags(
    'waggle/crash-later',
    '1',
    server('ready', {
      exit: { after: 20_000, code: 4 },
      log: [
        { after: 100, stream: 'stdout', line: 'ready' },
        { after: 19_900, stream: 'stderr', line: 'lost the database' },
      ],
    }),
  ),
  tags('waggle/slow', '1', server('ready at last', { healthyAfter: 15_000 })),
  tags('waggle/sick', '1', server('ready', { healthyAfter: 2000, unhealthy: { after: 12_000, code: 137 } })),
  tags('waggle/stubborn', '1', server('will not stop', { stop: { takes: Infinity, code: 0 } })),
  {
    ...tags('waggle/arm', '1', PLAIN_BEHAVIOUR),
    platforms: [{ Architecture: 'arm64', OS: 'linux' }],
  },
];

/** The default images of practice: some that everybody knows, and some (`waggle/...`) that fail in a way of their own. */
export function practiceCatalog(): Catalog {
  return makeCatalog({ entries: [...KNOWN, ...SCRIPTED], silent: ['silent.example'] });
}
