import { request, type IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Lab } from '../../support/lab/lab.ts';
import type { Answer, Call, EventStream, Ground } from './ground.ts';

/** Real engines: a lab that is up (test/support/lab). */
export const labGround = (lab: Lab): Ground => {
  const socketOf = (node = lab.nodes[0]?.name ?? '') => lab.node(node).socket;
  return {
    kind: 'engines',
    nodes: lab.nodes.map(({ name }) => name),
    call: (method, path, options = {}) => callSocket(socketOf(options.node), method, path, options),
    events: (query, node) => streamEvents(socketOf(node), query),
    now: () => performance.now(),
    pass: (ms) => pause(ms),
    loseNode: lab.loseNode,
    returnNode: lab.returnNode,
    cutNode: lab.cutNode,
    mendNode: lab.mendNode,
  };
};

const callSocket = async (socketPath: string, method: string, path: string, call: Call): Promise<Answer> => {
  const body =
    call.body === undefined || typeof call.body === 'string' ? call.body : JSON.stringify(call.body);
  const headers = {
    ...(body === undefined
      ? {}
      : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
    ...call.headers,
  };
  const signal = AbortSignal.timeout(call.timeout ?? 30_000);
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const outgoing = request({ socketPath, method, path, headers, agent: false, signal }, resolve);
    outgoing.on('error', reject);
    outgoing.end(body);
  });
  const parts: Buffer[] = [];
  for await (const part of answer) parts.push(part as Buffer);
  const plain = { status: answer.statusCode ?? 0, body: Buffer.concat(parts).toString('utf8') };
  if (call.wanted === undefined) return plain;
  const kept = call.wanted.flatMap((name) => {
    const value = answer.headers[name];
    return value === undefined ? [] : [[name, String(value)]];
  });
  return { ...plain, headers: Object.fromEntries(kept) as Record<string, string> };
};

const streamEvents = (socketPath: string, query: string): Promise<EventStream> =>
  new Promise((resolve, reject) => {
    const path = `/events${query === '' ? '' : `?${query}`}`;
    const outgoing = request({ socketPath, path, agent: false }, (answer) => {
      const seen: unknown[] = [];
      const ended = new Promise<void>((done) => answer.on('close', done));
      let rest = '';
      answer.setEncoding('utf8');
      answer.on('error', () => undefined); // it is closed by us, or its engine was lost: what was seen stays
      answer.on('data', (text: string) => {
        const lines = (rest + text).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) if (line.trim() !== '') seen.push(JSON.parse(line));
      });
      const close = async (): Promise<void> => {
        outgoing.destroy();
        await ended;
      };
      resolve({ seen, close });
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
