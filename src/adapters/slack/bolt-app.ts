import { App, HTTPReceiver, SocketModeReceiver, type Logger } from '@slack/bolt';
import type { Log } from '../../core/ports/log.ts';
import { clientOptions, type Reach } from './api.ts';
import type { Identity } from './identity.ts';
import type { SlackMode } from './mode.ts';

/** Options of its own, since socket-mode writes its retry settings into them; the connection is kept by `keepConnected`. */
export function socketReceiver(appToken: string, reach: Reach, logger: Logger): SocketModeReceiver {
  return new SocketModeReceiver({
    appToken,
    logger,
    autoReconnectEnabled: false,
    installerOptions: { clientOptions: clientOptions(reach, logger) },
  });
}

/** Signed requests on `/slack/events`, and the paths that were handed in. */
export function httpReceiver(mode: Extract<SlackMode, { kind: 'http' }>, logger: Logger): HTTPReceiver {
  return new HTTPReceiver({
    signingSecret: mode.signingSecret,
    endpoints: ['/slack/events'],
    customRoutes: (mode.routes ?? []).map((route) => ({ ...route })),
    logger,
  });
}

/**
 * Bolt's app over a receiver, with the listeners that `register` adds. Who the bot is has been asked before, with
 * retries: Bolt would ask in its constructor and keep a rejected answer for ever.
 */
export async function makeApp(options: {
  readonly botToken: string;
  readonly reach: Reach;
  readonly own: Identity;
  readonly receiver: SocketModeReceiver | HTTPReceiver;
  readonly log: Log;
  readonly logger: Logger;
  readonly register: (app: App) => void;
}): Promise<App> {
  const { own, receiver, log, logger } = options;
  const app = new App({
    token: options.botToken,
    botId: own.botId,
    botUserId: own.userId,
    receiver,
    logger,
    clientOptions: clientOptions(options.reach, logger),
    convoStore: false,
    tokenVerificationEnabled: false,
    deferInitialization: true,
    extendedErrorHandler: true,
  });
  await app.init();
  const onError: Parameters<App['error']>[0] = async ({ error, body }) => {
    log.error({ type: body['type'], err: error }, 'a delivery could not be read');
  };
  app.error(onError);
  options.register(app);
  return app;
}
