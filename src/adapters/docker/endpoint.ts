import type { Duplex } from 'node:stream';

/** PEM texts. `ca` says whom to trust (default: the system's list); `cert` and `key` are shown to the engine. */
export type TlsMaterial = {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  /** The name in the engine's certificate, where it is not the host's. */
  readonly serverName?: string;
};

/**
 * Where an engine listens: `unix:///path`, `tcp://host:port`, or a scheme that the dialer knows. With `tls`, TCP is
 * spoken under TLS and the engine's certificate is verified.
 */
export type Endpoint = { readonly url: string; readonly tls?: TlsMaterial };

/**
 * Makes one connection to an engine; the caller closes it. Rejects when it cannot be made, and with the signal's reason
 * when that is aborted. Connections are kept alive by `http.Agent`, so a stream that is no `net.Socket` must bear its
 * `setKeepAlive`, `setTimeout`, `ref` and `unref`.
 */
export type Dialer = (endpoint: Endpoint, signal: AbortSignal) => Promise<Duplex>;

/** The endpoint as it may be shown and logged: its URL without user, password and query. */
export function endpointLabel(endpoint: Endpoint): string {
  return endpoint.url.replace(/[?#].*$/s, '').replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/i, '$1');
}

/** Host and port for the Host header. An engine ignores them; a proxy before it may not. */
export function hostOf(endpoint: Endpoint): { readonly host: string; readonly port: number } {
  const tcp = /^tcp:\/\/([a-z0-9][a-z0-9.-]*):(\d{1,5})\/?$/i.exec(endpoint.url);
  return { host: tcp?.[1] ?? 'localhost', port: Number(tcp?.[2] ?? 80) };
}
