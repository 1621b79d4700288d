import { Agent, type IncomingMessage } from 'node:http';
import { PassThrough, type Duplex } from 'node:stream';

declare module 'http' {
  interface Agent {
    /** Node calls this with each request; undocumented, but what custom agents have always relied on. */
    addRequest: (request: ClientRequest, options: object) => void;
  }
}

type Created = (error: Error | null, connection: Duplex) => void;

/** Connections at once to one engine, so that a burst of reads does not become a burst of dials. */
export const MAX_CONNECTIONS = 8;

/** Keeps connections made by `dial` and uses them again. `destroy()` closes them all. */
export function pooledAgent(dial: () => Promise<Duplex>): Agent {
  return forModem(new DialingAgent(dial));
}

/** For exactly one request, over a connection that has been made before. */
export function agentOver(connection: Duplex): Agent {
  return forModem(new SingleAgent(connection));
}

class DialingAgent extends Agent {
  readonly #dial: () => Promise<Duplex>;
  constructor(dial: () => Promise<Duplex>) {
    super({ keepAlive: true, maxSockets: MAX_CONNECTIONS, maxFreeSockets: MAX_CONNECTIONS });
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

/**
 * Two faults of dockerode's modem (docker-modem 5.0.7) end here. It follows a redirection over a connection of its own, to
 * anywhere, and an error there ends the process: it looks for `location` after we do. And it prints each request's options
 * in full before it knows whether anybody wants to see them: with an agent's sockets that takes some 15 ms a request.
 */
function forModem(agent: Agent): Agent {
  const addRequest = agent.addRequest.bind(agent);
  agent.addRequest = (request, options) => {
    request.prependOnceListener('response', (answer: IncomingMessage) => {
      delete answer.headers.location;
    });
    addRequest(request, options);
  };
  return Object.assign(agent, { [Symbol.for('nodejs.util.inspect.custom')]: () => 'Agent' });
}
