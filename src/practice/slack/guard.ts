import type { IncomingMessage } from 'node:http';

/**
 * Why a request is not from an app, if it is not: `undefined` for one that may go on. A page in a browser on this machine
 * reaches the port too, and must not be able to act on it. Browsers say on their own where a request comes from (`Origin` on
 * whatever could change something, `Sec-Fetch-Site` on all), and real clients of the Web API and of Socket Mode never do. A
 * page whose name was made to point to this machine (DNS rebinding) betrays itself by the Host.
 */
export function strangeness(request: IncomingMessage, port: number): string | undefined {
  const { origin, host } = request.headers;
  if (origin !== undefined || request.headers['sec-fetch-site'] !== undefined) {
    return 'This port is for the app. A page in a browser may not use it.';
  }
  if (host !== `127.0.0.1:${port}` && host !== `localhost:${port}`) {
    return `This port answers to 127.0.0.1:${port} and localhost:${port} only.`;
  }
  return undefined;
}
