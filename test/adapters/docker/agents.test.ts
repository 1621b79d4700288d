import { PassThrough } from 'node:stream';
import { inspect } from 'node:util';
import { describe, expect, test, vi } from 'vitest';
import { agentOver, pooledAgent } from '../../../src/adapters/docker/agents.ts';
import { gateOf } from '../../../src/adapters/docker/gate.ts';
import { never, rejection } from './support.ts';

describe('an agent', () => {
  test('is cheap to print: the modem prints it with each request', async () => {
    const agents = [pooledAgent(async () => new PassThrough()), agentOver(new PassThrough())];
    expect(agents.map((agent) => inspect(agent, { showHidden: true, depth: null }))).toEqual([
      'Agent',
      'Agent',
    ]);
  });
});

describe('a gate', () => {
  test('lets so many through at once, in order, and nobody who has given up', async () => {
    const through = gateOf(1);
    const first = Promise.withResolvers<void>();
    const began: string[] = [];
    const work = (name: string, end: Promise<void>) => () => {
      began.push(name);
      return end;
    };
    const gone = new AbortController();
    const running = [
      through(never(), work('a', first.promise)),
      rejection(through(gone.signal, work('b', Promise.resolve()))),
      through(never(), work('c', Promise.resolve())),
    ];
    await vi.waitFor(() => expect(began).toEqual(['a']));
    gone.abort(new Error('gave up'));
    first.resolve();
    await Promise.all(running);
    expect(began).toEqual(['a', 'c']);
  });

  test('is open again after failures', async () => {
    const through = gateOf(1);
    await rejection(through(never(), () => Promise.reject(new Error('x'))));
    expect(await through(never(), async () => 'in')).toBe('in');
  });
});
