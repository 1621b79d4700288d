import type { Scenario } from '../scenario.ts';
import { said } from '../said.ts';
import { askAll, base64 } from './api-asks.ts';

export const apiDistribution: Scenario = {
  name: 'api-distribution',
  claims: ['distribution'],
  play: async (stage) => {
    const page = (reference: string): string => `/distribution/${reference}/json`;
    for (const short of ['web:1', 'redis:3.0.6', 'redis:crash']) {
      const answer = await stage.call('GET', page(stage.image(short)));
      const { Descriptor, ...rest } = JSON.parse(answer.body) as { Descriptor: Record<string, unknown> };
      stage.fact(`of ${short}`, {
        status: answer.status,
        ...rest,
        Descriptor: { ...Descriptor, size: '<size>' },
      });
    }
    const digest = (await stage.call('GET', page(stage.image('web:1')))).body;
    const { Descriptor } = JSON.parse(digest) as { Descriptor: { digest: string } };
    const byDigest = await stage.call('GET', page(`${stage.image('web')}@${Descriptor.digest}`));
    stage.fact('by its digest', byDigest.body === digest ? 'the same' : said(byDigest));
    const both = await stage.call('GET', page(`${stage.image('web:1')}@${Descriptor.digest}`));
    stage.fact('by tag and digest', both.body === digest ? 'the same' : said(both));
    const two = (await stage.call('GET', page(stage.image('web:2')))).body;
    stage.fact('another version has another digest', two !== digest);
    const worker = await stage.call('GET', page(stage.image('web:1')), { node: 'node2' });
    stage.fact('a worker says the same', worker.body === digest);
    await askAll(stage, [
      {
        what: 'credentials that are none',
        path: page(stage.image('redis:missing')),
        headers: { 'X-Registry-Auth': '?' },
      },
      {
        what: 'credentials that nobody asked for',
        path: page(stage.image('redis:missing')),
        headers: { 'X-Registry-Auth': base64(JSON.stringify({ username: 'x', password: 'y' })) },
      },
      {
        what: 'create with credentials that are none',
        method: 'POST',
        path: '/services/create',
        body: { ...stage.spec(), Mode: { Replicated: { Replicas: 0 } } },
        headers: { 'X-Registry-Auth': '?' },
      },
      { what: 'a tag that is missing', path: page(stage.image('redis:missing')) },
      { what: 'a digest that is missing', path: page(`${stage.image('web')}@sha256:${'0'.repeat(64)}`) },
      { what: 'a repository that is missing', path: page(stage.image('nobody-knows:1')) },
      { what: 'no tag', path: page(stage.image('web')) },
      { what: 'a registry that refuses', path: page('127.0.0.1:9/web:1') },
      { what: 'a reference that is none', path: page('A%20B') },
      { what: 'a reference in capitals', path: page('Web') },
      { what: 'an id as a reference', path: page('0'.repeat(64)) },
      { what: 'no reference', path: '/distribution//json' },
    ]);
  },
};
