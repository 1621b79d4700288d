import { request, type IncomingMessage, type RequestOptions } from 'node:http';

/** What an engine said. */
export type EngineAnswer = {
  readonly status: number;
  /** JSON, read; undefined where there is none. */
  readonly body: unknown;
};

const PATIENCE_MS = 10_000;

/**
 * One request to an engine at `unix:///path` or `tcp://host:port`. Rejects if the connection fails, or has said nothing for ten
 * seconds.
 */
export async function callEngine(
  endpoint: string,
  method: 'GET' | 'POST',
  path: string,
  body?: unknown,
): Promise<EngineAnswer> {
  const content = body === undefined ? undefined : JSON.stringify(body);
  const options: RequestOptions = {
    ...doorOf(endpoint),
    method,
    path,
    agent: false,
    signal: AbortSignal.timeout(PATIENCE_MS),
    headers:
      content === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(content) },
  };
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    request(options, resolve).on('error', reject).end(content);
  });
  answer.setEncoding('utf8');
  let text = '';
  for await (const part of answer) text += String(part);
  return { status: answer.statusCode ?? 0, body: readJson(text) };
}

function doorOf(endpoint: string): RequestOptions {
  if (endpoint.startsWith('unix://')) return { socketPath: endpoint.slice('unix://'.length) };
  const { hostname, port } = new URL(endpoint.replace(/^tcp:/, 'http:'));
  return { host: hostname, port: port || '80' };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // an engine that is ill, or no engine: whoever asked looks at what came
  }
}
