import type { IncomingMessage, ServerResponse } from 'node:http';

/** A path of the HTTP mode's server that is not Slack's, such as `/healthz`. */
type Route = {
  readonly path: string;
  readonly method: string[];
  readonly handler: (request: IncomingMessage, response: ServerResponse) => void;
};

export type SlackMode =
  | { readonly kind: 'socket'; readonly appToken: string }
  | {
      readonly kind: 'http';
      readonly signingSecret: string;
      readonly port: number;
      readonly host?: string;
      readonly routes?: readonly Route[];
    };
