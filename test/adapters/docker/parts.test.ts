import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { EngineError } from '../../../src/core/errors.ts';
import { Node } from '../../../src/core/swarm/objects.ts';
import { parseAnswer } from '../../../src/adapters/docker/answers.ts';
import { endpointLabel, hostOf } from '../../../src/adapters/docker/endpoint.ts';
import { hintOf, linesOf } from '../../../src/adapters/docker/event-lines.ts';
import { filterQuery, taskFilters } from '../../../src/adapters/docker/filters.ts';
import { freshnessOf } from '../../../src/adapters/docker/freshness.ts';
import { registryAuth } from '../../../src/adapters/docker/image.ts';
import { mostTelling, ranking } from '../../../src/adapters/docker/ranking.ts';
import { chooseVersion, compareVersions } from '../../../src/adapters/docker/versions.ts';
import { managerJson, rejection } from './support.ts';

describe('the API version', () => {
  test.each([
    ['1.41', '1.41'],
    ['1.43', '1.43'],
    ['1.47', '1.47'],
    ['1.52', '1.47'],
  ])('for an engine of %s is %s', (engine, chosen) => {
    expect(chooseVersion({ ApiVersion: engine, MinAPIVersion: '1.12' })).toBe(chosen);
  });

  test('is refused by an engine that is too old', async () => {
    const error = await rejection((async () => chooseVersion({ ApiVersion: '1.40' }))());
    expect(error).toEqual(
      new EngineError({
        reason: 'too-old',
        message: 'The engine speaks API 1.40; Waggle needs 1.41 or later.',
        next: 'Update this engine to Docker 20.10 or later.',
      }),
    );
  });

  test('is refused by an engine that is too new', () => {
    expect(() => chooseVersion({ ApiVersion: '1.60', MinAPIVersion: '1.50' })).toThrow(
      'Waggle speaks up to 1.47',
    );
  });

  test('is compared as numbers', () => {
    expect([compareVersions('1.9', '1.41') < 0, compareVersions('2.0', '1.99') > 0]).toEqual([true, true]);
  });
});

describe('filters', () => {
  test('are JSON of what is given', () => {
    expect(filterQuery({ service: ['a', 'b'], node: [], 'desired-state': undefined })).toEqual({
      filters: '{"service":["a","b"]}',
    });
  });
  test('are left out when nothing is given', () => {
    expect(filterQuery({ service: undefined })).toEqual({});
  });
  test('of tasks have the names of the Engine API', () => {
    const query = taskFilters({ services: ['s'], nodes: ['n'], desired: ['running'], upToDate: true });
    expect(query).toEqual({
      service: ['s'],
      node: ['n'],
      'desired-state': ['running'],
      '_up-to-date': ['true'],
    });
  });
});

describe('an answer that does not fit', () => {
  const schema = z.array(z.object({ Spec: z.object({ Labels: z.record(z.string(), z.string()) }) }));
  const told = (body: string) => rejection((async () => parseAnswer(schema, body, 'GET /x'))());

  test('is told by its place, without its value or its own keys', async () => {
    const error = await told('[{"Spec":{"Labels":{"canary.key":["canary"]}}}]');
    expect(error).toMatchObject({
      reason: 'bad-answer',
      message: "The engine's answer to GET /x is not understood ([0].Spec.Labels.?).",
    });
    expect(JSON.stringify(error)).not.toContain('canary');
  });
  test('is told when it is no JSON', async () => {
    expect(await told('[canary')).toMatchObject({
      message: "The engine's answer to GET /x is not understood (no JSON).",
    });
  });
});

describe('an endpoint', () => {
  test('is shown without what may be secret in it', () => {
    const shown = ['tcp://ana:pw@host:2376?x=1', 'unix:///run/docker.sock', 'ssh://ops@node1'].map((url) =>
      endpointLabel({ url }),
    );
    expect(shown).toEqual(['tcp://host:2376', 'unix:///run/docker.sock', 'ssh://node1']);
  });
  test('gives the Host header where it has a plain name', () => {
    const hosts = ['tcp://node1:2375', 'tcp://[::1]:2375', 'unix:///x'].map((url) => hostOf({ url }));
    expect(hosts).toEqual([
      { host: 'node1', port: 2375 },
      { host: 'localhost', port: 80 },
      { host: 'localhost', port: 80 },
    ]);
  });
});

async function collected<T>(source: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of source) all.push(one);
  return all;
}

describe('events', () => {
  test('hint at services and nodes', () => {
    const lines = [
      '{"Type":"service","Action":"update","Actor":{"ID":"s1","Attributes":{"name":"redis"}},"scope":"swarm"}',
      '{"Type":"node","Action":"update","Actor":{"ID":"n1","Attributes":{}}}',
      '{"Type":"network","Actor":{"ID":"x"}}',
      '{"Type":"service"}',
      'no json',
    ];
    expect(lines.map(hintOf)).toEqual([
      { kind: 'service', id: 's1' },
      { kind: 'node', id: 'n1' },
      undefined,
      { kind: 'resync' },
      { kind: 'resync' },
    ]);
  });

  test('are cut into lines wherever the parts end', async () => {
    const bytes = new TextEncoder().encode('{"é":1}\n\n{"b":2}\nrest');
    const parts = async function* () {
      for (const byte of bytes) yield Uint8Array.of(byte);
    };
    let counted = 0;
    const lines = await collected(linesOf(parts(), 100, (count) => (counted += count)));
    expect({ lines, counted }).toEqual({ lines: ['{"é":1}', '{"b":2}'], counted: bytes.length });
  });

  test('are refused when a line does not end', async () => {
    const parts = async function* () {
      for (;;) yield new TextEncoder().encode('x'.repeat(60));
    };
    await expect(collected(linesOf(parts(), 100, () => undefined))).rejects.toThrow('an event is too long');
  });
});

describe('freshness', () => {
  const managers = (...states: readonly (readonly [string, boolean])[]) =>
    states.map(([state, leader], index) => Node.parse(managerJson(`m${index}`, state, leader)));

  test('is there with a leader and most managers', () => {
    expect(freshnessOf(managers(['reachable', true], ['reachable', false], ['unreachable', false]))).toEqual({
      stale: false,
    });
  });
  test('is lost with the quorum, although a manager still calls itself leader', () => {
    expect(
      freshnessOf(managers(['reachable', true], ['unreachable', false], ['unreachable', false])),
    ).toEqual({
      stale: true,
      words: 'only 1 of 3 managers are reachable',
    });
  });
  test('is lost without a leader', () => {
    expect(freshnessOf(managers(['reachable', false]))).toEqual({
      stale: true,
      words: 'no manager is the leader',
    });
  });
});

describe('registries', () => {
  test('get credentials as padded base64url', () => {
    const text = registryAuth({ username: 'ana', password: '>>>???~~', serveraddress: 'r' });
    expect(text).toMatch(/^[A-Za-z0-9_-]+=*$/);
    expect(text.length % 4).toBe(0);
    expect(JSON.parse(Buffer.from(text, 'base64url').toString())).toEqual({
      username: 'ana',
      password: '>>>???~~',
      serveraddress: 'r',
    });
  });
});

describe('endpoints', () => {
  test('that failed are asked last for a time', () => {
    let now = 0;
    const ranks = ranking(['a', 'b', 'c'], () => now);
    ranks.failed('a', 10);
    const during = ranks.ordered();
    now = 10;
    expect([during, ranks.ordered()]).toEqual([
      ['b', 'c', 'a'],
      ['a', 'b', 'c'],
    ]);
  });
  test('are first again when they answer', () => {
    const ranks = ranking(['a', 'b'], () => 0);
    ranks.failed('a', 10);
    ranks.answered('a');
    expect(ranks.ordered()).toEqual(['a', 'b']);
  });
  test('that all fail tell the failure of the one that knew most', () => {
    const failures = (['unreachable', 'not-manager', 'no-leader'] as const).map(
      (reason) => new EngineError({ reason, message: reason }),
    );
    expect(mostTelling(failures)?.reason).toBe('no-leader');
  });
});
