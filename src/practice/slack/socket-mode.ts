import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import { socketConnections } from '../../facts/slack.ts';
import type { Attempt, Envelope, Outcome, Transport } from './delivery.ts';
import type { JsonObject } from './json.ts';
import { note } from './keep.ts';
import { SocketTickets } from './socket-tickets.ts';
import type { State } from './state.ts';

const Ack = z.object({ envelope_id: z.string(), payload: z.record(z.string(), z.json()).optional() });
/** Bolt gives a silent server up after 30 s. */
const pingIntervalMs = 10_000;
/** Time between a `disconnect` message and the end of the connection. */
const disconnectGraceMs = 10_000;

/** How long a client may take to answer the close frame when the server stops. */
const closeTimeoutMs = 500;

type Connection = { id: string; socket: WebSocket; draining: boolean; alive: boolean };
type Settle = (outcome: Outcome) => void;

/** Socket Mode: up to ten connections, each envelope to one of them in turn. */
export class SocketMode implements Transport {
  #state: State;
  #server = new WebSocketServer({ noServer: true });
  #tickets: SocketTickets;
  #connections: Connection[] = [];
  /** By envelope id; the same envelope may be under way twice. */
  #waiting = new Map<string, Settle[]>();
  #turn = 0;
  #acksToLose = 0;
  #timers = new Set<() => void>();
  #pinging: NodeJS.Timeout;
  /** Acknowledgements that nobody was waiting for any more, by envelope id. */
  readonly strayAcks: string[] = [];
  /** `ws://host:port`, set once the server listens. */
  origin = '';

  constructor(state: State) {
    this.#state = state;
    this.#tickets = new SocketTickets(state.clock);
    this.#pinging = setInterval(() => {
      this.ping();
    }, pingIntervalMs);
    this.#pinging.unref();
  }

  /** The address for one new connection. */
  openUrl(): string {
    return `${this.origin}/link?ticket=${this.#tickets.issue()}&app_id=${this.#state.app.id}`;
  }

  /** Takes over an upgrade request; one without a good ticket is refused. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const isGood = this.#tickets.redeem(url.searchParams.get('ticket') ?? '');
    if (url.pathname !== '/link' || !isGood) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (webSocket) => {
      this.#accept(webSocket);
    });
  }

  /** The app holds a connection on which payloads are sent. */
  get appIsUp(): boolean {
    return this.#open().length > 0;
  }

  get connections(): readonly string[] {
    return this.#open().map((connection) => connection.id);
  }

  /** Ignores the next acknowledgements, as if they had been lost on the way. */
  loseAcks(count: number): void {
    this.#acksToLose += count;
  }

  /** Breaks connections without a word: one, or all of them. */
  drop(connectionId?: string): void {
    for (const connection of this.#chosen(connectionId)) connection.socket.terminate();
  }

  /**
   * Recycles connections as Slack does every few hours: `warning` some time before, then `refresh_requested`, after
   * which nothing is sent on the connection and it is closed. Resolves when the client or the grace time has ended it.
   */
  async recycle(connectionId?: string): Promise<void> {
    await Promise.all(
      this.#chosen(connectionId).map((connection) => this.#disconnect(connection, 'refresh_requested')),
    );
  }

  /** Sends the `disconnect` with reason `warning`, which announces the recycling of a connection. */
  warn(connectionId?: string): void {
    for (const connection of this.#chosen(connectionId)) this.#sendDisconnect(connection, 'warning');
  }

  /** Socket Mode was switched off in the app's settings. */
  async disable(): Promise<void> {
    await Promise.all(this.#open().map((connection) => this.#disconnect(connection, 'link_disabled')));
  }

  /** One round of pings, as there is every 10 s: who has not answered the one before is cut off. */
  ping(): void {
    for (const connection of this.#connections) {
      if (!connection.alive) {
        connection.socket.terminate();
        continue;
      }
      connection.alive = false;
      connection.socket.ping();
    }
  }

  send = async (envelope: Envelope, attempt: Attempt, timeoutMs: number): Promise<Outcome> => {
    const connection = this.#next();
    if (connection === undefined) return { outcome: 'no_connection' };
    attempt.connection = connection.id;
    return new Promise<Outcome>((resolve) => {
      const cancel = this.#after(timeoutMs, () => {
        settle({ outcome: 'timeout' });
      });
      const settle = (outcome: Outcome): void => {
        cancel();
        const others = (this.#waiting.get(envelope.id) ?? []).filter((other) => other !== settle);
        if (others.length === 0) this.#waiting.delete(envelope.id);
        else this.#waiting.set(envelope.id, others);
        resolve(outcome);
      };
      this.#waiting.set(envelope.id, [...(this.#waiting.get(envelope.id) ?? []), settle]);
      connection.socket.send(
        JSON.stringify({
          envelope_id: envelope.id,
          type: envelope.type,
          payload: envelope.payload,
          accepts_response_payload: envelope.acceptsResponse,
          ...(envelope.type === 'events_api'
            ? { retry_attempt: attempt.retry?.attempt ?? 0, retry_reason: attempt.retry?.reason ?? '' }
            : {}),
        }),
      );
    });
  };

  /** Closes every connection, by force where the client does not answer. */
  async stop(): Promise<void> {
    clearInterval(this.#pinging);
    for (const cancel of this.#timers) cancel();
    for (const settle of [...this.#waiting.values()].flat()) settle({ outcome: 'no_connection' });
    const closing = this.#connections.map(async ({ socket }) => {
      const force = setTimeout(() => {
        socket.terminate();
      }, closeTimeoutMs);
      const closed = new Promise<void>((resolve) => {
        socket.once('close', () => {
          resolve();
        });
      });
      socket.close(1001);
      await closed;
      clearTimeout(force);
    });
    await Promise.all(closing);
    this.#server.close();
  }

  #accept(socket: WebSocket): void {
    const connection: Connection = {
      id: this.#state.ids.next('conn-'),
      socket,
      draining: false,
      alive: true,
    };
    const tooMany = this.#open().length >= socketConnections;
    this.#connections.push(connection);
    socket.on('pong', () => {
      connection.alive = true;
    });
    socket.on('message', (data: Buffer) => {
      this.#received(data.toString());
    });
    socket.on('error', () => {
      socket.terminate();
    });
    socket.on('close', () => {
      this.#connections = this.#connections.filter((other) => other !== connection);
      this.#state.changed();
    });
    if (tooMany) {
      void this.#disconnect(connection, 'too_many_websockets');
      return;
    }
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: this.#open().length,
        debug_info: { host: 'practice', build_number: 1, approximate_connection_time: 18_060 },
        connection_info: { app_id: this.#state.app.id },
      }),
    );
    socket.ping();
    this.#state.changed();
  }

  #received(data: string): void {
    let message: unknown;
    try {
      message = JSON.parse(data);
    } catch {
      return;
    }
    const ack = Ack.safeParse(message);
    if (!ack.success) return;
    if (this.#acksToLose > 0) {
      this.#acksToLose -= 1;
      return;
    }
    const { envelope_id: id, payload } = ack.data;
    const settle = this.#waiting.get(id)?.[0];
    if (settle === undefined) {
      note(this.strayAcks, id, this.#state.keep);
      return;
    }
    const answer: JsonObject | undefined =
      payload !== undefined && Object.keys(payload).length > 0 ? payload : undefined;
    settle({ outcome: 'acked', ...(answer === undefined ? {} : { payload: answer }) });
  }

  #open(): Connection[] {
    return this.#connections.filter(
      (connection) => !connection.draining && connection.socket.readyState === WebSocket.OPEN,
    );
  }

  #next(): Connection | undefined {
    const open = this.#open();
    this.#turn += 1;
    return open[this.#turn % Math.max(open.length, 1)];
  }

  #chosen(connectionId: string | undefined): Connection[] {
    return this.#connections.filter(
      (connection) => connectionId === undefined || connection.id === connectionId,
    );
  }

  #sendDisconnect(connection: Connection, reason: string): void {
    connection.socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'practice' } }));
  }

  async #disconnect(connection: Connection, reason: string): Promise<void> {
    connection.draining = true;
    this.#sendDisconnect(connection, reason);
    const cancel = this.#after(disconnectGraceMs, () => {
      connection.socket.terminate();
    });
    await new Promise<void>((resolve) => {
      connection.socket.once('close', () => {
        cancel();
        resolve();
      });
    });
  }

  #after(ms: number, act: () => void): () => void {
    const cancel = this.#state.clock.after(ms, () => {
      this.#timers.delete(cancel);
      act();
    });
    this.#timers.add(cancel);
    return () => {
      cancel();
      this.#timers.delete(cancel);
    };
  }
}
