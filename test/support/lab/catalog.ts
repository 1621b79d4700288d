import type { Behaviour, Catalog } from '../../../src/practice/swarm/images/catalog.ts';
import { makeCatalog, type CatalogEntry } from '../../../src/practice/swarm/images/make-catalog.ts';

const REGISTRY = 'registry:5000';
/** A registry that never answers. */
const SILENT_REGISTRY = '10.99.0.1:5000';

const ready = (version: string, after = 30): Behaviour['log'] => [
  { after, stream: 'stdout', line: `version ${version} is ready` },
];

/** Without a health check; times are measured on the lab (test/support/lab/images.ts). */
const web = (version: string): Behaviour => ({
  pull: 30,
  healthyAfter: 0,
  stop: { takes: 15, code: 0 },
  log: ready(version),
});

/** The first probe of the health check comes after 2 s. */
const redis = (version: string): Behaviour => ({ ...web(version), healthyAfter: 2100 });

const IMAGES: readonly (readonly [name: string, behaviour: Behaviour])[] = [
  ['redis:3.0.5', redis('3.0.5')],
  ['redis:3.0.6', redis('3.0.6')],
  ['redis:3.0.7', redis('3.0.7')],
  [
    'redis:crash',
    {
      ...web('crash'),
      exit: { after: 30, code: 3 },
      log: [{ after: 20, stream: 'stderr', line: 'cannot read the configuration' }],
    },
  ],
  [
    'redis:crash9',
    {
      ...web('crash9'),
      exit: { after: 9005, code: 4 },
      log: [...ready('crash9'), { after: 9000, stream: 'stderr', line: 'lost the database' }],
    },
  ],
  [
    'redis:sick',
    {
      ...redis('sick'),
      unhealthy: { after: 8300, code: 137 },
      // its program answers SIGTERM with 137, too
      stop: { takes: 15, code: 137 },
      log: [...ready('sick'), { after: 6020, stream: 'stderr', line: 'out of memory' }],
    },
  ],
  ['redis:slow', { ...web('slow'), healthyAfter: 16_550 }],
  ['web:1', web('1')],
  ['web:2', web('2')],
];

/** All that the lab's images can run besides their own program. */
const PROGRAMS = [
  'sh',
  'cat',
  'env',
  'hostname',
  'httpd',
  'ls',
  'ps',
  'rm',
  'sleep',
  'test',
  'touch',
  'wget',
];

const ENTRIES: readonly CatalogEntry[] = IMAGES.map(([name, behaviour]) => ({
  references: [`${REGISTRY}/${name}`, name],
  behaviour,
  programs: PROGRAMS,
}));

/** The registries of the lab, as real engines see them: `redis:missing` is missing, one registry is silent. */
export function labCatalog(): Catalog {
  return makeCatalog({ entries: ENTRIES, silent: [SILENT_REGISTRY] });
}
