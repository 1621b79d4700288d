import { request, type Agent, type IncomingMessage } from 'node:http';
import type { Answer, Call, EventStream } from './ground.ts';

/** Where an engine listens; `agent`: whose connections are used, else a new one for each request. */
type Door = { readonly socketPath: string; readonly agent?: Agent; readonly signal: AbortSignal };

/** After how many milliseconds a request counts as failed if it does not say so itself. */
export const CALL_TIMEOUT_MS = 30_000;

/** One request to an engine. Rejects if the connection fails or the signal says so. */
export const callEngine = async (
  { socketPath, agent, signal }: Door,
  method: string,
  path: string,
  call: Call = {},
): Promise<Answer> => {
  const body =
    call.body === undefined || typeof call.body === 'string' ? call.body : JSON.stringify(call.body);
  const headers = {
    ...(body === undefined
      ? {}
      : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
    ...call.headers,
  };
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const outgoing = request({ socketPath, method, path, headers, agent: agent ?? false, signal }, resolve);
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

/** Opens the stream of events. Rejects if the connection fails. */
export const streamEvents = (socketPath: string, query: string): Promise<EventStream> =>
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
