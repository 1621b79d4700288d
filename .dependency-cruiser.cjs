// Who may import whom. ARCHITECTURE.md has the same table in words.
const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { pathNot: allowed },
});
const npm = (...names) => names.map((n) => `^node_modules/(@types/)?${n}/`);

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    only('core', '^src/core/', ['^src/core/', ...npm('zod', '@noble/hashes', 'fastest-levenshtein')]),
    only('commands', '^commands/', ['^commands/', '^src/core/', ...npm('zod')]),
    only('app', '^src/app/', ['^src/app/', '^src/core/']),
    only('slack', '^src/adapters/slack/', [
      '^src/adapters/slack/',
      '^src/core/',
      '^src/facts/',
      ...npm('@slack/[^/]+', 'undici', 'zod'),
      '^node:',
      '^(http|crypto|events|timers|url)(/|$)',
    ]),
    only('docker', '^src/adapters/docker/', [
      '^src/adapters/docker/',
      '^src/core/',
      ...npm('dockerode', 'zod'),
      '^node:',
      '^(http|https|net|tls|fs|stream|events|timers|url|path)(/|$)',
    ]),
    only('ssh', '^src/adapters/ssh/', ['^src/adapters/ssh/', '^src/core/', ...npm('ssh2', 'zod'), '^node:']),
    only('store', '^src/adapters/store/', [
      '^src/adapters/store/',
      '^src/core/',
      ...npm('kysely', 'pg', 'zod'),
      '^node:',
      '^(crypto|sqlite|fs|path)(/|$)',
    ]),
    only('http', '^src/adapters/http/', ['^src/adapters/http/', '^src/core/', '^node:', '^(http)(/|$)']),
    only('log', '^src/adapters/log/', ['^src/adapters/log/', '^src/core/', ...npm('pino')]),
    only('config', '^src/config/', [
      '^src/config/',
      '^src/core/',
      ...npm('zod', 'yaml'),
      '^node:',
      '^(fs|path)(/|$)',
    ]),
    only('facts', '^src/facts/', ['^src/facts/']),
    only('practice', '^src/practice/', [
      '^src/practice/',
      '^src/facts/',
      ...npm('zod', 'ws', 'esbuild', 'preact'),
      '^node:',
      '^(http|https|net|fs|crypto|events|readline|stream|timers|url|util|path|os|sqlite)(/|$)',
    ]),
    // The page runs in a browser: nothing of Node's, and of the rest only what it and its server say to each other.
    only('practice-page', '^src/practice/web/page/', [
      '^src/practice/web/(page/|protocol\\.ts|panel\\.ts)',
      ...npm('preact'),
    ]),
    {
      name: 'practice-only-by-the-composition-root',
      severity: 'error',
      from: { path: '^(src|commands)/', pathNot: '^src/(practice/|main\\.ts|cli\\.ts|cli/)' },
      to: { path: '^src/practice/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    parser: 'swc',
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
