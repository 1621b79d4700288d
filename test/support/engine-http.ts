import { request } from 'node:http';

export type EngineAnswer = { status: number; body: string };

/**
 * One GET to an engine over its socket, without a version in the path: the engine's newest API.
 * Separate from the product's own client, so that the tests do not trust what they test.
 */
export const engineGet = (
  socketPath: string,
  path: string,
  options: { timeout?: number; signal?: AbortSignal | undefined } = {},
): Promise<EngineAnswer> =>
  new Promise((resolve, reject) => {
    const deadline = AbortSignal.timeout(options.timeout ?? 15_000);
    const signal = options.signal === undefined ? deadline : AbortSignal.any([options.signal, deadline]);
    const outgoing = request({ socketPath, path, agent: false, signal }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('error', reject);
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(parts).toString('utf8') }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end();
  });

/** Whether an engine answers on this socket. */
export const engineAnswers = async (socketPath: string): Promise<boolean> => {
  try {
    return (await engineGet(socketPath, '/_ping', { timeout: 2_000 })).status === 200;
  } catch {
    return false; // no socket yet, nobody behind it, or no answer: all the same to the one who waits
  }
};
