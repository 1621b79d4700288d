import type { Containers } from '../agent/containers.ts';
import type { Engine } from '../engine.ts';
import type { EventLog } from '../events/event-log.ts';
import type { Raft } from '../manager/raft/raft.ts';
import type { World } from '../world.ts';

/** What a handler knows: the whole swarm, and whose engine was asked. */
export type Context = {
  readonly world: World;
  readonly engine: Engine;
  /** Of this engine. */
  readonly events: EventLog;
  readonly raft: Raft;
  readonly containers: Containers;
  /** Every engine, the ones outside the swarm too. */
  readonly engines: readonly Engine[];
};

export type ApiRequest = {
  readonly method: string;
  /** Without the version. */
  readonly path: string;
  /** What the pattern of the route caught, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  /** Minor version that was asked for: 41 for /v1.41. */
  readonly version: number;
};

/** A stream of what comes; `write` until the peer is gone, then `closed` is called. `end` ends the answer. */
export type Stream = (sink: {
  readonly write: (chunk: string | Uint8Array) => void;
  readonly end: () => void;
}) => { readonly closed: () => void };

export type Reply =
  | { readonly status: number; readonly json: unknown }
  | { readonly status: number; readonly text: string; readonly headers?: Readonly<Record<string, string>> }
  | { readonly status: number; readonly empty: true }
  /** Without a type the answer names none, as that of logs. */
  | {
      readonly status: number;
      readonly stream: Stream;
      readonly contentType?: string;
      /** It ends by itself when the timeline gets there: until then its request counts as one that waits for the timeline. */
      readonly timed?: boolean;
    };

/** The handler's answer, at once or after some of the timeline's time. It throws ApiError for what the engine refuses. */
export type Handler = (request: ApiRequest, context: Context) => Reply | Promise<Reply>;

export type Route = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD';
  /** `/services/:id/update`; `:name*` catches slashes too. */
  readonly path: string;
  /**
   * What the route needs of the swarm: `manager-read` and `manager-write` are refused by workers and by engines outside a swarm, and
   * wait for or fail without a leader; `none` is answered by every engine.
   */
  readonly needs: 'none' | 'manager-read' | 'manager-write';
  readonly handle: Handler;
};

/** A refusal in the engine's words; the body is `{"message": ...}`. */
export class ApiError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}
