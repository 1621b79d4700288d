import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Fault } from './faults.ts';
import { parseJsonObject, stringAt, type JsonObject } from './json.ts';
import { botSees } from './file-access.ts';
import { forgetFiles } from './forget.ts';
import { strangeness } from './guard.ts';
import { note } from './keep.ts';
import { Refusal } from './refusal.ts';
import { readArguments, readBody, readUpload, TooLarge } from './requests.ts';
import { answerCall, rateLimited, type Answer } from './web-api/call.ts';
import type { Workplace } from './workplace.ts';

/**
 * Bytes of a request. Slack takes files of up to 1 GB; here they are held in memory. For calls it names no number, and its own
 * limits of text and views are far below this one.
 */
const requestLimits = { call: 1024 * 1024, upload: 64 * 1024 * 1024 } as const;

/** The HTTP side of the workspace: the Web API, response_urls, uploads and downloads, Socket Mode's upgrade. */
export function createHttpServer(workplace: Workplace): Server {
  const server = createServer((request, response) => {
    route(workplace, request, response).catch((error: unknown) => {
      if (error instanceof TooLarge && !response.headersSent) {
        // The rest of the body is not read, so nothing else can follow on this connection.
        send(response, { status: 413, body: error.message, headers: { connection: 'close' } });
        return;
      }
      // A fault in this server itself; the client sees Slack's word for it.
      if (!response.headersSent) send(response, failure(error));
      else response.destroy();
    });
  });
  server.on('upgrade', (request, socket, head) => {
    if (strangeness(request, workplace.state.port) !== undefined) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    workplace.socketMode.upgrade(request, socket, head);
  });
  return server;
}

async function route(
  workplace: Workplace,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const strange = strangeness(request, workplace.state.port);
  if (strange !== undefined) {
    send(response, { status: 403, body: strange, headers: { connection: 'close' } });
    return;
  }
  const url = new URL(request.url ?? '/', 'http://localhost');
  const [, top = '', name = ''] = url.pathname.split('/');
  if ((top === 'response' || top === 'upload') && request.method !== 'POST') {
    send(response, { status: 405, body: 'only POST is understood here', headers: { allow: 'POST' } });
    return;
  }
  const body = await readBody(request, top === 'upload' ? requestLimits.upload : requestLimits.call);
  switch (top) {
    case 'api':
      return callMethod(workplace, name, request, response, url, body);
    case 'response':
      return postResponse(workplace, url.pathname, response, body);
    case 'upload':
      return upload(workplace, url.pathname, request, response, body);
    case 'files-pri':
      return download(workplace, name, request, response);
    default:
      send(response, { status: 404, body: 'not found', headers: {} });
  }
}

async function callMethod(
  workplace: Workplace,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  body: Buffer,
): Promise<void> {
  let read;
  try {
    read = readArguments(request, url, body);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    send(response, { status: 200, body: error.toBody(), headers: {} });
    return;
  }
  const { args, token } = read;
  await withFaults(workplace, name, args, response, () => answerCall(workplace, name, args, token));
}

async function postResponse(
  workplace: Workplace,
  path: string,
  response: ServerResponse,
  body: Buffer,
): Promise<void> {
  const sent = parseJsonObject(body.toString('utf8'));
  await withFaults(workplace, 'response_url', sent ?? {}, response, () => {
    if (sent === undefined) return { status: 400, body: 'invalid_payload', headers: {} };
    try {
      workplace.responseUrls.post(path, sent);
      return { status: 200, body: 'ok', headers: {} };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      // An address that is used up is 404, as seen from Slack; a body that it does not take is 200 with `ok: false`.
      return { status: error.error.endsWith('_url') ? 404 : 200, body: error.toBody(), headers: {} };
    }
  });
}

type HttpAnswer = Omit<Answer, 'body'> & { body: JsonObject | string };

/** Logs a call and answers it, or lets it go wrong as was asked for. */
async function withFaults(
  workplace: Workplace,
  name: string,
  args: JsonObject,
  response: ServerResponse,
  answer: () => HttpAnswer,
): Promise<void> {
  const logged = { at: workplace.state.clock.now(), method: name, args, answer: '' };
  note(workplace.calls, logged, workplace.state.keep);
  const finish = (result: HttpAnswer): void => {
    logged.answer = describe(result);
    send(response, result);
    workplace.state.changed();
  };
  const fault: Fault | undefined = workplace.faults.take(name);
  if (fault === undefined) {
    finish(answer());
    return;
  }
  logged.answer = `fault: ${fault.kind}`;
  switch (fault.kind) {
    case 'rate_limited':
      finish(rateLimited(fault.retryAfter));
      return;
    case 'status':
      finish({ status: fault.status, body: 'upstream error', headers: {} });
      return;
    case 'refuse':
      finish({ status: 200, body: { ok: false, error: fault.error }, headers: {} });
      return;
    case 'slow':
      await new Promise<void>((resolve) => {
        const cancel = workplace.state.clock.after(fault.ms, resolve);
        response.once('close', () => {
          cancel();
          resolve();
        });
        workplace.state.changed();
      });
      finish(answer());
      return;
    case 'hang':
      workplace.state.changed();
      return;
    case 'drop':
      response.destroy();
      workplace.state.changed();
      return;
    case 'lost_answer':
      answer();
      response.destroy();
      workplace.state.changed();
  }
}

function describe(result: HttpAnswer): string {
  if (typeof result.body === 'string') return String(result.status);
  return result.body['ok'] === true ? 'ok' : (stringAt(result.body, 'error') ?? 'error');
}

async function upload(
  workplace: Workplace,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
  body: Buffer,
): Promise<void> {
  const [, , , id = '', key = ''] = path.split('/');
  const file = workplace.state.files.get(id);
  const content = await readUpload(request, body);
  if (file?.uploadKey !== key || file.completed || content.length !== file.size) {
    send(response, { status: 400, body: 'the upload does not fit its address', headers: {} });
    return;
  }
  file.content = content;
  forgetFiles(workplace.state);
  send(response, { status: 200, body: `OK - ${content.length}`, headers: {} });
}

async function download(
  workplace: Workplace,
  id: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const file = workplace.state.files.get(id);
  const allowed =
    request.headers.authorization === `Bearer ${workplace.tokens.bot}` && workplace.scopes.has('files:read');
  if (allowed && (file?.content === undefined || !botSees(workplace.state, file))) {
    // What Slack answers for a file that is gone or not for the app is not documented.
    send(response, { status: 404, body: 'file not found', headers: {} });
    return;
  }
  if (!allowed) {
    // Slack sends a page to sign in, with status 200, to a request without a good token.
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!DOCTYPE html><title>Sign in</title>');
    return;
  }
  response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(file?.content);
}

function send(response: ServerResponse, answer: HttpAnswer): void {
  if (response.destroyed) return;
  const isText = typeof answer.body === 'string';
  response.writeHead(answer.status, {
    'content-type': isText ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8',
    ...answer.headers,
  });
  response.end(isText ? answer.body : JSON.stringify(answer.body));
}

function failure(error: unknown): HttpAnswer {
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { status: 500, body: { ok: false, error: 'fatal_error', detail }, headers: {} };
}
