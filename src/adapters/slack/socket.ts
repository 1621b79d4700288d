import type { SocketModeReceiver } from '@slack/bolt';
import type { UserError } from '../../core/errors.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Log } from '../../core/ports/log.ts';
import { unlessAborted } from './abort.ts';
import { backoffMs, failureOf } from './api.ts';
import { refusedToken } from './refused-token.ts';
import { tellUnreachable } from './trouble.ts';

type SocketClient = SocketModeReceiver['client'];

/** From asking for an address to Slack's hello. */
const CONNECT_MS = 30_000;
const DISCONNECT_MS = 5_000;
/** So many refusals in a row, over some minutes, are no mood of Slack's. */
const MOST_REFUSALS = 10;

export type SocketLink = {
  /**
   * Resolves at the first hello. Rejects with UserError `bad-value` when Slack refuses the token; other failures are tried
   * again until the link is closed.
   */
  readonly connected: Promise<void>;
  /** Resolves when Slack refuses the token of a link that was up, again and again: it is not tried any more. */
  readonly refused: Promise<UserError>;
  /** Whether deliveries can come in now. */
  readonly isUp: () => boolean;
  /** Ends the connection and every attempt at one. */
  readonly close: () => Promise<void>;
};

/**
 * Keeps one Socket Mode connection. The client must be made with `autoReconnectEnabled: false`: its own reconnection
 * waits 5 s after each recycling, and dies with an unhandled rejection when `apps.connections.open` is refused
 * (socket-mode 3.1, `delayReconnectAttempt`).
 */
export function keepConnected(
  client: SocketClient,
  deps: { readonly apiUrl: string; readonly clock: Clock; readonly log: Log },
): SocketLink {
  const { apiUrl, clock, log } = deps;
  const closing = new AbortController();
  const first = Promise.withResolvers<void>();
  const last = Promise.withResolvers<UserError>();
  let wasUp = false;
  let up = false;

  const connect = async (): Promise<void> => {
    const late = new AbortController();
    const either = AbortSignal.any([closing.signal, late.signal]);
    const timer = clock.sleep(CONNECT_MS, either).then(
      () => {
        late.abort(new Error('Slack did not say hello in time'));
      },
      () => {}, // Aborted: the connection is there, or is not wanted any more.
    );
    try {
      await unlessAborted(client.start(), either);
    } finally {
      late.abort();
      await timer;
    }
  };

  const hangUp = async (): Promise<void> => {
    const enough = new AbortController();
    await Promise.race([client.disconnect(), clock.sleep(DISCONNECT_MS, enough.signal).catch(() => {})]);
    enough.abort();
  };

  const run = async (): Promise<void> => {
    let failures = 0;
    let refusals = 0;
    while (!closing.signal.aborted) {
      let waitMs = 0;
      const lost = nextLoss(client);
      try {
        await connect();
        failures = 0;
        refusals = 0;
        up = true;
        wasUp = true;
        first.resolve();
        log.info({}, 'connected to Slack');
        await unlessAborted(lost.promise, closing.signal);
        log.info({}, 'Slack has ended the connection; connecting again');
      } catch (error) {
        if (closing.signal.aborted) break;
        failures += 1;
        const refused = refusedToken(error, 'SLACK_APP_TOKEN');
        refusals = refused === null ? 0 : refusals + 1;
        if (refused !== null && (!wasUp || refusals >= MOST_REFUSALS)) {
          first.reject(refused);
          last.resolve(refused);
          break;
        }
        const failure = failureOf(error);
        waitMs = Math.max(backoffMs(failures), failure.kind === 'limited' ? failure.afterMs : 0);
        tellUnreachable(log, error, { apiUrl, failures, waitMs });
        await hangUp();
      } finally {
        up = false;
        lost.forget();
      }
      await clock.sleep(waitMs, closing.signal).catch(() => {}); // Aborted: the loop's condition says so.
    }
    await hangUp();
    first.reject(new Error('The connection to Slack was closed'));
  };

  first.promise.catch(() => {}); // Whoever started the link may have stopped waiting for it.
  const running = run();
  return {
    connected: first.promise,
    refused: last.promise,
    isUp: () => up,
    close: async () => {
      closing.abort(new Error('The connection to Slack is being closed'));
      await running;
    },
  };
}

function nextLoss(client: SocketClient): { promise: Promise<void>; forget: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  const onLoss = () => {
    resolve();
  };
  client.on('disconnected', onLoss);
  return { promise, forget: () => client.off('disconnected', onLoss) };
}
