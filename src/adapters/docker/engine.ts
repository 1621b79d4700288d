import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { EngineError, UserError } from '../../core/errors.ts';
import { agentOver, MAX_CONNECTIONS, pooledAgent } from './agents.ts';
import { parseAnswer } from './answers.ts';
import { connectedBefore, withDeadline } from './deadline.ts';
import { endpointLabel, type Dialer, type Endpoint } from './endpoint.ts';
import { lostAnswer, refusal, socketWords, tooSlow, unreachable } from './errors.ts';
import { gateOf } from './gate.ts';
import { exchange, readAnswer, type HttpAnswer, type HttpRequest } from './http.ts';
import { chooseVersion, VersionAnswer } from './versions.ts';

/** A request without the API version in its path. */
export type EngineRequest = Omit<HttpRequest, 'method'>;

/** An open stream of an engine; `close` ends it and its connection. */
export type OpenStream = { readonly stream: IncomingMessage; readonly close: () => void };

/** One engine: its kept connections and the API version agreed with it. All calls fail with EngineError or the signal's reason. */
export type Engine = {
  /** Safe to show. */
  readonly label: string;
  /** GET; tried once more when the connection breaks. Answers the body. */
  readonly ask: (request: EngineRequest, signal: AbortSignal) => Promise<string>;
  /** GET with a body that goes on, over a connection of its own. `signal` ends it at any time. */
  readonly open: (request: EngineRequest, signal: AbortSignal) => Promise<OpenStream>;
  /**
   * Makes a connection and agrees on the version: all that can fail before anything is sent. The POST over it is made
   * once; whatever goes wrong then without an answer is a `lost-answer`, the caller's own abort included.
   */
  readonly connect: (
    signal: AbortSignal,
  ) => Promise<{ readonly post: (request: EngineRequest, signal: AbortSignal) => Promise<string> }>;
  readonly close: () => void;
};

export type EngineOptions = {
  readonly endpoint: Endpoint;
  readonly dial: Dialer;
  readonly connectMs: number;
  readonly openMs: number;
  /** Aborted when everything is closed. */
  readonly life: AbortSignal;
  readonly onBytes: (count: number) => void;
};

/** An engine behind an endpoint; connects when first asked. */
export function engineAt(options: EngineOptions): Engine {
  const { endpoint, onBytes } = options;
  const label = endpointLabel(endpoint);
  let version: string | undefined;

  const connection = async (signal: AbortSignal): Promise<Duplex> => {
    const limit = { ms: options.connectMs, over: () => tooSlow(label, options.connectMs) };
    try {
      return await withDeadline(limit, signal, async (inner) =>
        connectedBefore(inner, Promise.resolve(options.dial(endpoint, inner))),
      );
    } catch (error) {
      throw signal.aborted || error instanceof UserError ? error : unreachable(label, error);
    }
  };
  const pool = pooledAgent(() => connection(options.life));
  const pooled = gateOf(MAX_CONNECTIONS); // the agent does not count connections that are being made
  /** After a failure nothing that was known of the engine or its idle connections is believed. */
  const forget = (): void => {
    version = undefined;
    for (const idle of Object.values(pool.freeSockets).flat()) idle?.destroy();
  };

  /** GET over a kept connection. A break is told from an answer; the version is agreed on anew after one. */
  const fetched = async (request: EngineRequest, signal: AbortSignal): Promise<HttpAnswer> => {
    const once = async (): Promise<HttpAnswer> =>
      pooled(signal, async () =>
        readAnswer(await exchange(endpoint, pool, { ...request, method: 'GET' }, signal), signal, onBytes),
      );
    try {
      return await once().catch((error: unknown) => {
        // The engine may have closed a kept connection just now; a read may be asked twice.
        if (signal.aborted || error instanceof UserError) throw error;
        return once();
      });
    } catch (error) {
      if (!signal.aborted || signal.reason instanceof EngineError) forget();
      throw signal.aborted || error instanceof UserError ? error : unreachable(label, error);
    }
  };

  const agree = async (signal: AbortSignal): Promise<string> => {
    const answer = await fetched({ path: '/version' }, signal);
    if (answer.status !== 200) throw refusal({ ...answer, wrote: false });
    version = chooseVersion(parseAnswer(VersionAnswer, answer.body, 'GET /version'));
    return version;
  };
  const versioned = (request: EngineRequest, agreed: string): EngineRequest => ({
    ...request,
    path: `/v${agreed}${request.path}`,
  });

  const ask = async (request: EngineRequest, signal: AbortSignal): Promise<string> => {
    const attempt = async (agreed: string): Promise<string> => {
      const answer = await fetched(versioned(request, agreed), signal);
      if (answer.status === 200) return answer.body;
      throw refusal({ ...answer, wrote: false });
    };
    const before = version;
    try {
      return await attempt(before ?? (await agree(signal)));
    } catch (error) {
      const stale = before !== undefined && error instanceof EngineError && error.reason === 'too-old';
      if (!stale) throw error;
      return attempt(await agree(signal)); // another engine stands there now
    }
  };

  const open = async (request: EngineRequest, signal: AbortSignal): Promise<OpenStream> => {
    const limit = { ms: options.openMs, over: () => tooSlow(label, options.openMs) };
    const agreed = await withDeadline(limit, signal, agree);
    const socket = await connection(signal);
    const agent = agentOver(socket);
    const close = (): void => {
      agent.destroy();
      socket.destroy();
    };
    try {
      return await withDeadline(limit, signal, async (inner) => {
        inner.addEventListener('abort', close, { once: true });
        const stream = await exchange(
          endpoint,
          agent,
          { ...versioned(request, agreed), method: 'GET' },
          signal,
        );
        inner.removeEventListener('abort', close);
        if (stream.statusCode === 200) return { stream, close };
        throw refusal({ ...(await readAnswer(stream, inner, onBytes)), wrote: false });
      });
    } catch (error) {
      close();
      throw signal.aborted || error instanceof UserError ? error : unreachable(label, error);
    }
  };

  const connect: Engine['connect'] = async (connecting) => {
    const agreed = await agree(connecting); // asked each time: a write is not to be refused for an old agreement
    const socket = await connection(connecting);
    const post = async (request: EngineRequest, signal: AbortSignal): Promise<string> => {
      const agent = agentOver(socket);
      try {
        signal.throwIfAborted();
        const answer = await posted(agent, request, signal);
        if (answer.status === 200 || answer.status === 201) return answer.body;
        throw refusal({ ...answer, wrote: true });
      } finally {
        agent.destroy();
        socket.destroy();
      }
    };
    const posted = async (
      agent: ReturnType<typeof agentOver>,
      request: EngineRequest,
      signal: AbortSignal,
    ): Promise<HttpAnswer> => {
      try {
        const answer = await exchange(
          endpoint,
          agent,
          { ...versioned(request, agreed), method: 'POST' },
          signal,
        );
        return await readAnswer(answer, signal, onBytes);
      } catch (error) {
        throw lostAnswer({ words: socketWords(signal.aborted ? signal.reason : error) });
      }
    };
    return { post };
  };

  return { label, ask, open, connect, close: () => pool.destroy() };
}
