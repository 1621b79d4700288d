import { createServer, request, type IncomingMessage } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isWrite, startEngineProxy, type EngineProxy, type EngineProxyOptions } from './engine-proxy.ts';

type Got = { status: number; body: string };

let folder: string;
let target: string;
let reached: string[];
let endings: (() => Promise<void>)[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'waggle-proxy-'));
  target = join(folder, 'engine.sock');
  reached = [];
  endings = [];
  const engine = createServer((incoming, outgoing) => {
    let body = '';
    incoming.on('data', (part: Buffer) => {
      body += part.toString('utf8');
    });
    incoming.on('end', () => {
      reached.push(`${incoming.method} ${incoming.url} ${body}`.trim());
      if (incoming.url === '/events') outgoing.write('{"first":1}\n');
      else outgoing.writeHead(201, { 'content-type': 'text/plain' }).end(`done ${body}`);
    });
  });
  await new Promise<void>((resolve) => engine.listen(target, resolve));
  endings.push(async () => {
    engine.closeAllConnections();
    await new Promise((resolve) => engine.close(resolve));
  });
});

afterEach(async () => {
  for (const end of endings.toReversed()) await end();
  rmSync(folder, { recursive: true });
});

const startProxy = async (options: Partial<EngineProxyOptions> = {}): Promise<EngineProxy> => {
  const listen = join(folder, 'proxy.sock');
  const proxy = await startEngineProxy({ target, listen, now: () => 7, ...options });
  endings.push(() => proxy.close());
  return proxy;
};

const open = (method: string, path: string, body = ''): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const outgoing = request({ socketPath: join(folder, 'proxy.sock'), method, path, agent: false }, resolve);
    outgoing.on('error', reject);
    outgoing.end(body);
  });

const ask = async (method: string, path: string, body = ''): Promise<Got> => {
  const answer = await open(method, path, body);
  let text = '';
  for await (const part of answer) text += String(part);
  return { status: answer.statusCode ?? 0, body: text };
};

describe('isWrite', () => {
  it.each([
    ['GET', '/services', false],
    ['HEAD', '/_ping', false],
    ['POST', '/v1.41/auth', false],
    ['POST', '/v1.41/services/abc/update?version=3', true],
    ['POST', '/services/create', true],
    ['DELETE', '/v1.50/secrets/auth', true],
    ['POST', '/services/auth/update?version=3', true],
  ])('%s %s: %s', (method, url, expected) => {
    expect(isWrite(method, url)).toBe(expected);
  });
});

describe('the engine proxy', () => {
  it('passes requests through and records them without their bodies', async () => {
    const proxy = await startProxy();

    const got = [await ask('GET', '/a'), await ask('POST', '/b?version=1', 'spec')];

    expect(got).toEqual([
      { status: 201, body: 'done ' },
      { status: 201, body: 'done spec' },
    ]);
    expect(proxy.requests).toEqual([
      { at: 7, method: 'GET', url: '/a', status: 201 },
      { at: 7, method: 'POST', url: '/b?version=1', status: 201 },
    ]);
    expect(proxy.writes()).toEqual([{ at: 7, method: 'POST', url: '/b?version=1', status: 201 }]);
  });

  it('keeps bodies for a test that asks', async () => {
    const proxy = await startProxy({ keepBodies: true });

    await ask('POST', '/b', 'spec');

    expect(proxy.requests).toEqual([{ at: 7, method: 'POST', url: '/b', status: 201, body: 'spec' }]);
  });

  it('listens on a port of loopback', async () => {
    const proxy = await startProxy({ listen: 0 });

    const answer = await fetch(`${proxy.url.replace('tcp:', 'http:')}/a`);

    expect(await answer.text()).toBe('done ');
  });

  it('drops a write before the engine gets it', async () => {
    const proxy = await startProxy({ onWrite: () => 'drop-before' });

    await expect(ask('POST', '/b', 'spec')).rejects.toThrow('socket hang up');

    expect(reached).toEqual([]);
    expect(proxy.writes()).toEqual([{ at: 7, method: 'POST', url: '/b' }]);
  });

  it('drops the answer after the engine gave it', async () => {
    const proxy = await startProxy({ onWrite: () => 'drop-after' });

    await expect(ask('POST', '/b', 'spec')).rejects.toThrow('socket hang up');

    expect(reached).toEqual(['POST /b spec']);
    expect(proxy.writes()).toEqual([{ at: 7, method: 'POST', url: '/b', status: 201 }]);
  });

  it('answers nothing while it is silent, and then what still waits', async () => {
    const proxy = await startProxy();
    proxy.silence(true);
    const waiting = ask('GET', '/a');
    const gone = request({ socketPath: join(folder, 'proxy.sock'), path: '/gone', agent: false }).end();
    gone.on('error', () => undefined); // it hangs up by itself
    await vi.waitFor(() => expect(proxy.requests).toHaveLength(2));
    gone.destroy();
    expect(reached).toEqual([]);

    proxy.silence(false);

    expect((await waiting).body).toBe('done ');
  });

  it('forwards once when the hook forwards by itself', async () => {
    const statuses: number[] = [];
    const proxy = await startProxy();
    proxy.onWrite(async (write) => {
      statuses.push(await write.forward());
      return 'forward' as const;
    });

    const got = await ask('POST', '/b', 'spec');

    expect({ got, statuses, reached }).toEqual({
      got: { status: 201, body: 'done spec' },
      statuses: [201],
      reached: ['POST /b spec'],
    });
  });

  it('says what a hook threw', async () => {
    await startProxy({
      onWrite: () => {
        throw new Error('no such bot');
      },
    });

    const got = await ask('POST', '/b');

    expect(got).toEqual({ status: 500, body: '{"message":"engine proxy: no such bot"}' });
  });

  it('passes a stream on while it is open, and cuts it', async () => {
    const proxy = await startProxy();
    const answer = await open('GET', '/events');
    const reading = answer[Symbol.asyncIterator]();

    const first = String((await reading.next()).value);
    proxy.cut();

    expect(first).toBe('{"first":1}\n');
    await expect(reading.next()).rejects.toThrow('aborted');
  });

  it('refuses connections and takes them again', async () => {
    const proxy = await startProxy();

    await proxy.refuse(true);
    await expect(ask('GET', '/a')).rejects.toThrow(/ECONNREFUSED|ENOENT/);
    await proxy.refuse(false);

    expect(await ask('GET', '/a')).toEqual({ status: 201, body: 'done ' });
  });

  it('breaks the connection when there is no engine', async () => {
    await startProxy({ target: join(folder, 'nobody.sock') });

    await expect(ask('GET', '/a')).rejects.toThrow('socket hang up');
  });
});
