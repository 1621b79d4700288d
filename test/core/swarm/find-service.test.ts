import { expect, test } from 'vitest';
import { findService } from '../../../src/core/swarm/find-service.ts';
import { aService, aSpec, observers, refusalOf } from '../../support/builders/index.ts';

const LIST = 'Say "services" for the list.';

test.each([
  ['user2-n', ['user2-m'], LIST],
  ['web1', ['web2'], LIST],
  ['WEB1', ['web2'], LIST],
  ['rediz', ['redis'], 'Did you mean redis?'],
  ['WEB1', ['web1'], 'Did you mean web1?'],
  ['web1', ['web2', 'web12'], 'Did you mean web12?'],
  ['wbe1', ['web1'], 'Did you mean web1?'],
  ['redi', ['redis'], 'Did you mean redis?'],
])('%s is looked for among %j', async (name, names, next) => {
  const services = names.map((known) => aService({ ID: `${known}-id`, Spec: aSpec({ name: known }) }));

  const refusal = await refusalOf(() =>
    findService(observers({ services }), name, new AbortController().signal),
  );

  expect(refusal.next).toBe(next);
});
