import type { IncomingMessage } from 'node:http';
import { isPlainObject, parseJsonObject, type JsonObject } from './json.ts';
import { Refusal } from './refusal.ts';

/** The whole body of a request. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk)));
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
