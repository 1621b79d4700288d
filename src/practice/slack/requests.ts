import type { IncomingMessage } from 'node:http';
import { isPlainObject, parseJsonObject, type JsonObject } from './json.ts';
import { Refusal } from './refusal.ts';

/** A request is larger than this server takes. */
export class TooLarge extends Error {
  override name = 'TooLarge';
}

/**
 * The whole body of a request.
 * @throws TooLarge above `most` bytes, without reading the rest.
 */
export async function readBody(request: IncomingMessage, most: number): Promise<Buffer> {
  const tooLarge = new TooLarge(`The request is larger than ${most} bytes.`);
  if (Number(request.headers['content-length'] ?? 0) > most) throw tooLarge;
  const chunks: Buffer[] = [];
  let length = 0;
  // Leaving this loop early must not end the connection: the answer is still to be sent on it.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    const part = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    length += part.length;
    if (length > most) throw tooLarge;
    chunks.push(part);
  }
  return Buffer.concat(chunks);
}

/** The arguments of a call and its token, taken out of them. */
export type CallArguments = { args: JsonObject; token: string | undefined };

/** Reads arguments from the address, a form or JSON; a token from the header or, in a form, from a field. */
export function readArguments(request: IncomingMessage, url: URL, body: Buffer): CallArguments {
  const args: JsonObject = Object.fromEntries(url.searchParams);
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const text = body.toString('utf8');
  if (type === 'application/json') {
    Object.assign(args, readJson(text));
  } else if (type === 'application/x-www-form-urlencoded') {
    Object.assign(args, Object.fromEntries(new URLSearchParams(text)));
  } else if (body.length > 0) {
    throw new Refusal('invalid_post_type');
  }
  const { token: field, ...rest } = args;
  const header = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  return { args: rest, token: header ?? (typeof field === 'string' ? field : undefined) };
}

function readJson(text: string): JsonObject {
  if (text.trim() === '') return {};
  const value = parseJsonObject(text);
  if (value === undefined || !isPlainObject(value)) throw new Refusal('invalid_json');
  return value;
}

/** The first file of an upload: a raw body, or a form with the file in it. */
export async function readUpload(request: IncomingMessage, body: Buffer): Promise<Buffer> {
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) return body;
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  for (const value of form.values()) {
    if (typeof value !== 'string') return Buffer.from(await value.arrayBuffer());
  }
  return body;
}
