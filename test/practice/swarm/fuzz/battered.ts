import { connect, type Socket } from 'node:net';
import { setImmediate as breath } from 'node:timers/promises';
import type { PracticeSwarm } from '../../../../src/practice/swarm/options.ts';
import { startSwarm } from '../../../../src/practice/swarm/swarm.ts';
import { steppedTimeline, type SteppedTimeline } from '../../../../src/practice/swarm/time/timeline.ts';
import { labCatalog } from '../../../support/lab/catalog.ts';

/** A swarm to be mistreated, on a stepped clock. */
export type Battered = {
  readonly swarm: PracticeSwarm;
  readonly timeline: SteppedTimeline;
  readonly crashes: readonly unknown[];
  /** Sends bytes to the first node, and resolves with all that comes back, which for a stream is how it begins. */
  readonly send: (bytes: string) => Promise<string>;
  /** A connection to the first node; the caller ends it. */
  readonly open: () => Socket;
};

export const battered = async (seed: number): Promise<Battered> => {
  const timeline = steppedTimeline(Date.UTC(2026, 0, 1));
  const crashes: unknown[] = [];
  const swarm = await startSwarm({
    nodes: [
      { name: 'node1', role: 'manager' },
      { name: 'node2', role: 'worker' },
    ],
    timeline,
    seed,
    catalog: labCatalog(),
    ports: { node1: 0 },
    onCrash: (error) => crashes.push(error),
  });
  timeline.advance(5_000);
  const open = (): Socket => {
    const connection = connect(swarm.node('node1').port ?? 0, '127.0.0.1');
    connection.setEncoding('utf8');
    connection.on('error', () => {}); // it may be broken off by either side
    return connection;
  };
  const send = async (bytes: string): Promise<string> => {
    let answer = '';
    const connection = open();
    connection.on('data', (text: string) => {
      answer += text;
      if (/\r\nTransfer-Encoding: chunked\r\n/i.test(answer)) connection.destroy();
    });
    connection.write(bytes);
    for (let breaths = 0; !connection.closed; breaths += 1) {
      await breath();
      // an answer to a write takes the engine a moment; one of a registry that is silent, long
      if (swarm.parked() > 0 && breaths > 3) timeline.advance(breaths > 50 ? 5_000 : 2);
    }
    return answer;
  };
  return { swarm, timeline, crashes, send, open };
};

/** A request in full, after which the connection ends. */
export const requestOf = (
  method: string,
  path: string,
  body = '',
  headers: readonly (readonly [string, string])[] = [],
): string => {
  const all = [
    ['Host', 'engine'],
    ['Connection', 'close'],
    ...headers,
    ...(body === '' ? [] : [['Content-Length', String(Buffer.byteLength(body))]]),
  ];
  const lines = all.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return `${method} ${path} HTTP/1.1\r\n${lines}\r\n${body}`;
};
