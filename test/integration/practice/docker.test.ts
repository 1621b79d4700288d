import { createServer, type Server } from 'node:http';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PracticeSwarm } from '../../../src/practice/swarm/options.ts';
import { startSwarm } from '../../../src/practice/swarm/swarm.ts';
import { makeYard, runToEnd, startPractice, wordsOf, type Running, type Yard } from './start-practice.ts';

const WORDS = ['practice', '--port', '0', '--docker'];

let yard: Yard;
let running: Running | undefined;
let swarm: PracticeSwarm | undefined;
let server: Server | undefined;
beforeEach(async () => {
  yard = await makeYard();
});
afterEach(async () => {
  await running?.end('SIGKILL');
  await swarm?.stop();
  server?.close();
  [running, swarm, server] = [undefined, undefined, undefined];
  await yard.remove();
});

/** A swarm that stands for the machine's own engine; resolves with the address of one of its nodes. */
async function machine(name: string, outside = false): Promise<string> {
  const sockets = join(yard.dir, 's');
  await mkdir(sockets);
  swarm = await startSwarm({
    nodes: [
      { name: 'm', role: outside ? 'outside' : 'manager' },
      { name: 'w', role: outside ? 'outside' : 'worker' },
    ],
    sockets,
  });
  return `unix://${swarm.node(name).socket ?? ''}`;
}

describe('waggle practice --docker', { timeout: 180_000 }, () => {
  test('says aloud which engine it commands, opens by the start token alone, and commands that engine', async () => {
    const DOCKER_HOST = await machine('m');

    running = await startPractice(yard, WORDS, { DOCKER_HOST });

    expect(running.said).toContain(`REAL Docker engine: m (20.10.24, a swarm of 2 nodes) at ${DOCKER_HOST}`);
    expect(running.said).not.toContain('nothing real');
    expect(running.address).toMatch(/\?token=[\w-]{43}$/);
    const { origin } = new URL(running.address);
    expect((await fetch(origin)).status).toBe(401);
    expect((await fetch(`${origin}/live?as=UANA`)).status).toBe(401);
    expect((await fetch(origin, { headers: running.headers })).status).toBe(200);

    await running.act('UANA', { act: 'slash', channel: 'COPS', text: '/swarm nodes' });
    const answer = await running.seesMessage('UANA', ({ text }) => /nodes on docker/.test(text));
    expect(wordsOf(answer)).toContain('PRODUCTION');
    const panel = await running.sees('UANA', (things) => things.find(({ kind }) => kind === 'panel'));
    expect(panel).toMatchObject({ notice: expect.stringContaining('REAL'), groups: [{ id: 'slack' }] });
    expect((await running.end('SIGINT')).code).toBe(0);
  });

  test.each([
    [
      'unix:///nowhere/docker.sock',
      /No Docker engine answers at unix:\/\/\/nowhere\/docker\.sock \(ENOENT\)\. Start Docker/,
      1,
    ],
    ['ssh://ana@example.com', /over SSH/, 78],
  ])('with %s says what to do, and opens nothing', async (DOCKER_HOST, why, code) => {
    const ended = await runToEnd(yard, WORDS, { DOCKER_HOST });

    expect(ended).toMatchObject({ code, stdout: '' });
    expect(ended.stderr).toMatch(why);
    expect(ended.stderr.trim()).not.toContain('\n');
    expect(await readdir(yard.temporary)).toEqual([]);
  });

  test('tells of an engine in no swarm how to make one', async () => {
    const { code, stderr } = await runToEnd(yard, WORDS, { DOCKER_HOST: await machine('m', true) });

    expect(code).toBe(1);
    expect(stderr).toMatch(/The engine m at unix:.* is in no swarm\. .*docker swarm init/);
  });

  test('does not take a worker', async () => {
    const DOCKER_HOST = await machine('w');
    const { code, stderr } = await runToEnd(yard, WORDS, { DOCKER_HOST });

    expect(code).toBe(1);
    expect(stderr).toMatch(/The engine w at unix:.* is a worker.* Set DOCKER_HOST to a manager/);
  });

  test('does not take what is no engine', async () => {
    server = createServer((_request, response) => response.end('hello'));
    await new Promise<void>((listening) => server?.listen(0, '127.0.0.1', listening));
    const address = server.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;

    const { code, stderr } = await runToEnd(yard, WORDS, { DOCKER_HOST: `tcp://127.0.0.1:${port}` });

    expect(code).toBe(1);
    expect(stderr).toMatch(/What answers at tcp:.* is no Docker engine/);
  });
});
