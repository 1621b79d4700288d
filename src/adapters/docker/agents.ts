import { Agent } from 'node:http';
import { PassThrough, type Duplex } from 'node:stream';

type Created = (error: Error | null, connection: Duplex) => void;

/** Connections at once to one engine, so that a burst of reads does not become a burst of dials. */
const MAX_CONNECTIONS = 8;

/** Keeps connections made by `dial` and uses them again. `destroy()` closes them all. */
export function pooledAgent(dial: () => Promise<Duplex>): Agent {
  return new DialingAgent(dial);
}

/** For exactly one request, over a connection that has been made before. */
export function agentOver(connection: Duplex): Agent {
  return new SingleAgent(connection);
}

class DialingAgent extends Agent {
  readonly #dial: () => Promise<Duplex>;
  constructor(dial: () => Promise<Duplex>) {
    super({ keepAlive: true, maxSockets: MAX_CONNECTIONS, maxFreeSockets: 2 });
    this.#dial = dial;
  }
  override createConnection(_options: object, created?: Created): undefined {
    this.#dial().then(
      (connection) => created?.(null, connection),
      // Node looks at the error alone; its type asks for a stream beside it.
      (error: unknown) =>
        created?.(error instanceof Error ? error : new Error('not connected'), new PassThrough()),
    );
  }
}

class SingleAgent extends Agent {
  readonly #connection: Duplex;
  constructor(connection: Duplex) {
    super({ keepAlive: false, maxSockets: 1 });
    this.#connection = connection;
  }
  override createConnection(): Duplex {
    return this.#connection;
  }
}
