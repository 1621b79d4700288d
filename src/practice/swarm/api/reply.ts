import type { ServerResponse } from 'node:http';
import type { Effect } from './faults.ts';
import type { ApiError, Reply, Stream } from './api.ts';
import { goJson } from './go-json.ts';

/** Bytes that a client may leave unread before the engine lets go of it; the real one drops events instead. */
const MOST_UNREAD = 64 * 1024 * 1024;

export type Truncation = Extract<Effect, { kind: 'truncate' }> | undefined;

/** Writes an answer. `opened` is told of a stream, and how to cut it; what it returns is called when the stream is over. */
export function writeReply(
  response: ServerResponse,
  reply: Reply,
  truncation: Truncation,
  opened: (cut: () => void) => () => void,
): void {
  if ('stream' in reply) {
    const { contentType: type } = reply;
    response.writeHead(reply.status, type === undefined ? {} : { 'Content-Type': type });
    response.flushHeaders();
    return runStream(response, reply.stream, truncation, opened);
  }
  if ('json' in reply) {
    return writeBody(
      response,
      reply.status,
      { 'Content-Type': 'application/json' },
      goJson(reply.json),
      truncation,
    );
  }
  if ('text' in reply) {
    const headers = { 'Content-Type': 'text/plain; charset=utf-8', ...reply.headers };
    return writeBody(response, reply.status, headers, reply.text, truncation);
  }
  response.writeHead(reply.status, reply.status === 204 ? {} : { 'Content-Length': 0 });
  response.end();
}

/** The body of a refusal; for old clients plain text, without what names the call behind the engine. */
export function writeError(response: ServerResponse, { status, message }: ApiError, asJson: boolean): void {
  if (asJson) {
    return writeBody(
      response,
      status,
      { 'Content-Type': 'application/json' },
      goJson({ message }),
      undefined,
    );
  }
  const headers = { 'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff' };
  const words = message.replace(/^rpc error: code = \w+ desc = /, '');
  writeBody(response, status, headers, `${words}\n`, undefined);
}

function writeBody(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
  text: string,
  truncation: Truncation,
): void {
  const body = Buffer.from(text);
  response.writeHead(status, { ...headers, 'Content-Length': body.length });
  if (truncation === undefined || truncation.bytes >= body.length) return void response.end(body);
  response.flushHeaders();
  cutAfter(response, body.subarray(0, truncation.bytes));
}

function runStream(
  response: ServerResponse,
  stream: Stream,
  truncation: Truncation,
  opened: (cut: () => void) => () => void,
): void {
  let left = truncation?.bytes ?? Infinity;
  let over = false;
  const write = (chunk: string | Uint8Array): void => {
    if (over || response.destroyed) return;
    const bytes = Buffer.from(chunk);
    if (bytes.length >= left) {
      over = true;
      return cutAfter(response, bytes.subarray(0, left));
    }
    left -= bytes.length;
    response.write(bytes);
    if (response.writableLength > MOST_UNREAD) response.destroy();
  };
  const end = (): void => {
    if (!over && !response.destroyed) response.end();
    over = true;
  };
  const closeFaults = opened(() => response.destroy());
  const { closed } = stream({ write, end });
  const close = (): void => {
    over = true;
    closeFaults();
    closed();
  };
  if (response.closed) close();
  else response.once('close', close);
}

function cutAfter(response: ServerResponse, bytes: Uint8Array): void {
  response.write(bytes);
  response.socket?.destroySoon();
}
