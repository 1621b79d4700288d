import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Asset } from './bundle.ts';
import type { Answer } from './protocol.ts';

/**
 * What goes with every answer. No script runs but the page's own, nobody else may frame it or load from it, and nothing of it is
 * told to where its links lead.
 */
const always = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self' https: data:",
    "frame-ancestors 'none'",
    "form-action 'none'",
    "base-uri 'none'",
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cache-control': 'no-store',
};

export function setHeaders(response: ServerResponse): void {
  for (const [name, value] of Object.entries(always)) response.setHeader(name, value);
}

export function sendWords(response: ServerResponse, status: number, words: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${words}\n`);
}

export function sendAnswer(response: ServerResponse, answer: Answer, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(answer));
}

/** Sends a file of the page, or only word that the browser's copy is still the same. */
export function sendAsset(request: IncomingMessage, response: ServerResponse, asset: Asset): void {
  const headers = { etag: asset.etag, 'cache-control': 'no-cache' };
  const known = (request.headers['if-none-match'] ?? '').split(',').map((tag) => tag.trim());
  if (known.includes(asset.etag)) response.writeHead(304, headers).end();
  else response.writeHead(200, { ...headers, 'content-type': asset.type }).end(asset.body);
}
