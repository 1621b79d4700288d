import { IncomingMessage, type Agent } from 'node:http';
import { addAbortSignal } from 'node:stream';
import Docker from 'dockerode';
import { hostOf, type Endpoint } from './endpoint.ts';

export type HttpRequest = {
  readonly method: 'GET' | 'POST';
  /** From the root, version included. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
};

/** Status and body of any answer, refusals included. */
export type HttpAnswer = { readonly status: number; readonly body: string };

/** Every status goes to us: the modem's own errors cut the engine's words. */
const EVERY_STATUS: Record<number, true> = Object.fromEntries(
  Array.from({ length: 500 }, (_, index) => [index + 100, true]),
);

/**
 * One request over dockerode's modem; resolves with the answer's headers there and its body unread. dockerode's own
 * methods are not used: they wait for ever on a body that breaks off, and put what is not called `_body` into the URL.
 * Rejects with what the connection reports, or with an AbortError.
 */
export function exchange(
  endpoint: Endpoint,
  agent: Agent,
  request: HttpRequest,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  // The agent's connection is TLS already where it has to be, so HTTP is spoken. Each option is given, so that none is
  // taken from DOCKER_HOST and its like.
  const options = {
    ...hostOf(endpoint),
    protocol: 'http' as const,
    agent,
    socketPath: undefined,
    ca: undefined,
    cert: undefined,
    key: undefined,
    timeout: undefined,
  };
  const { modem } = new Docker(options);
  const { path, query, body, headers } = request;
  return new Promise((resolve, reject) => {
    modem.dial(
      {
        method: request.method,
        path: query === undefined ? path : `${path}?`,
        options: {
          ...(query === undefined ? {} : { _query: query }),
          ...(body === undefined ? {} : { _body: body }),
        },
        headers: { 'User-Agent': 'waggle', ...headers },
        abortSignal: signal,
        isStream: true,
        statusCodes: EVERY_STATUS,
      },
      (error: Error | null, answer: unknown) => {
        if (error !== null) return reject(error);
        if (answer instanceof IncomingMessage) return resolve(answer);
        reject(new Error('no answer'));
      },
    );
  });
}

/** Reads an answer to its end. Rejects when it breaks off or the signal is aborted; `onBytes` hears of each part. */
export async function readAnswer(
  answer: IncomingMessage,
  signal: AbortSignal,
  onBytes: (count: number) => void,
): Promise<HttpAnswer> {
  addAbortSignal(signal, answer);
  const parts: Buffer[] = [];
  for await (const part of answer) {
    const bytes = Buffer.from(part);
    onBytes(bytes.length);
    parts.push(bytes);
  }
  return { status: answer.statusCode ?? 0, body: Buffer.concat(parts).toString('utf8') };
}
