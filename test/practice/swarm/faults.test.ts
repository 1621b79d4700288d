import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PracticeNode, PracticeSwarm } from '../../../src/practice/swarm/options.ts';
import { startSwarm } from '../../../src/practice/swarm/swarm.ts';

let sockets: string;
let swarm: PracticeSwarm;
beforeEach(async () => {
  sockets = await mkdtemp(join(tmpdir(), 'practice-faults-'));
  swarm = await startSwarm({ nodes: [{ name: 'node1', role: 'manager' }], sockets, ports: { node1: 0 } });
});
afterEach(async () => {
  await swarm.stop();
  await rm(sockets, { recursive: true });
});

type Place = { readonly socketPath: string } | { readonly host: string; readonly port: number };
type Door = 'unix socket' | 'TCP';
const DOORS: readonly Door[] = ['unix socket', 'TCP'];

const placeOf = (door: Door, { socket = '', port = 0 }: PracticeNode): Place =>
  door === 'TCP' ? { host: '127.0.0.1', port } : { socketPath: socket };

/** What became of a request: its answer, or the code of the error and what had come until then. */
type Outcome =
  { readonly status: number; readonly body: string } | { readonly code: string; readonly body: string };

/** By node's own client. */
const ask = (place: Place, path: string, method = 'GET', body = ''): Promise<Outcome> =>
  new Promise((resolve) => {
    let text = '';
    const fail = (error: NodeJS.ErrnoException): void => resolve({ code: error.code ?? '', body: text });
    const headers = body === '' ? {} : { 'Content-Type': 'application/json' };
    const asking = request({ ...place, path, method, headers, agent: false }, (answer) => {
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => (text += chunk));
      answer.on('error', fail);
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: text }));
    });
    asking.on('error', fail);
    asking.end(body);
  });

/** The code of what dockerode throws, or its status; `undefined` when it throws nothing. */
const refusal = async (call: Promise<unknown>): Promise<unknown> => {
  try {
    await call;
    return undefined;
  } catch (error) {
    const { code, statusCode } = error as { readonly code?: string; readonly statusCode?: number };
    return statusCode ?? code;
  }
};

const docker = (door: Door, node: PracticeNode): Docker => {
  const place = placeOf(door, node);
  return new Docker('port' in place ? { ...place, protocol: 'http' } : place);
};

const SPEC = {
  Name: 'web',
  TaskTemplate: { ContainerSpec: { Image: 'redis:3.0.6' } },
  Mode: { Replicated: { Replicas: 1 } },
};

describe.each(DOORS)('by %s', (door) => {
  const ends = () => {
    const node = swarm.node('node1');
    return { node, place: placeOf(door, node), api: docker(door, node), faults: node.faults };
  };

  test('an answer that nobody gave has its status and words', async () => {
    const { place, api, faults } = ends();
    faults.inject({ kind: 'answer', status: 500, message: 'out of order', times: 2 });
    expect(await ask(place, '/services')).toEqual({ status: 500, body: '{"message":"out of order"}\n' });
    expect(await refusal(api.listServices())).toBe(500);
    expect(await api.listServices()).toEqual([]);
  });

  test('a connection that is cut is a hang-up, and nothing was done', async () => {
    const { place, api, faults } = ends();
    faults.inject({ kind: 'cut', method: 'POST', times: 2 });
    expect(await ask(place, '/services/create', 'POST', JSON.stringify(SPEC))).toEqual({
      code: 'ECONNRESET',
      body: '',
    });
    expect(await refusal(api.createService(SPEC))).toBe('ECONNRESET');
    expect(await api.listServices()).toEqual([]);
  });

  test('a lost answer is a hang-up, and the write happened', async () => {
    const { place, api, faults } = ends();
    faults.inject({ kind: 'lose-answer', path: '/services/create', times: 2 });
    expect(await refusal(api.createService(SPEC))).toBe('ECONNRESET');
    const again = await ask(
      place,
      '/v1.41/services/create',
      'POST',
      JSON.stringify({ ...SPEC, Name: 'two' }),
    );
    expect(again).toEqual({ code: 'ECONNRESET', body: '' });
    expect((await api.listServices()).map(({ Spec }) => Spec?.Name)).toEqual(['two', 'web']);
  });

  // dockerode waits for ever then, of a real engine too: it looks for no error of an answer that has begun
  test('a truncated answer breaks off in the middle of its body', async () => {
    const { place, faults } = ends();
    faults.inject({ kind: 'truncate', bytes: 9, path: '/version', times: 1 });
    expect(await ask(place, '/version')).toEqual({ code: 'ECONNRESET', body: '{"Platfor' });
  });

  test('a delay passes by the clock of the swarm before anything is done', async () => {
    const { api, faults } = ends();
    faults.inject({ kind: 'delay', ms: 80, times: 1 });
    const before = swarm.timeline.now();
    expect(await api.ping()).toEqual(Buffer.from('OK'));
    expect(swarm.timeline.now() - before).toBeGreaterThanOrEqual(80);
  });

  test('event streams that are cut end in an error, and new ones open', async () => {
    const { api, faults } = ends();
    const stream = await api.getEvents();
    const ended = new Promise((resolve) => {
      stream.once('error', (error: NodeJS.ErrnoException) => resolve(error.code));
      stream.once('end', () => resolve('end'));
      stream.resume();
    });
    expect(faults.cutStreams('/events')).toBe(1);
    expect(await ended).toBe('ECONNRESET');
    expect(faults.cutStreams()).toBe(0);
    const next = await api.getEvents();
    expect(faults.cutStreams()).toBe(1);
    next.on('error', () => {});
  });

  test('without power nobody listens, and with it somebody does again', async () => {
    const { place, api } = ends();
    await swarm.loseNode('node1');
    const code = door === 'TCP' ? 'ECONNREFUSED' : 'ENOENT';
    expect(await ask(place, '/_ping')).toEqual({ code, body: '' });
    expect(await refusal(api.ping())).toBe(code);
    await swarm.returnNode('node1');
    expect(await refusal(api.ping())).toBe(undefined);
  });
});
