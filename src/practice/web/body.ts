import type { IncomingMessage } from 'node:http';

/** More came than is taken. */
export class TooLarge extends Error {
  override name = 'TooLarge';
}

/**
 * The whole body of a request.
 * @throws TooLarge as soon as it is known to have more than `most` bytes. What is still to come is thrown away, since a browser that
 * is cut off while it sends does not read the answer.
 */
export async function readBody(request: IncomingMessage, most: number): Promise<Buffer> {
  const promised = Number(request.headers['content-length'] ?? 0);
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  let chunks: Buffer[] = [];
  let bytes = 0;
  const tooLarge = (): void => {
    chunks = [];
    reject(new TooLarge());
  };
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > most || promised > most) tooLarge();
    else chunks.push(chunk);
  });
  request.once('end', () => {
    resolve(Buffer.concat(chunks));
  });
  request.once('close', () => {
    // Changes nothing after the end.
    reject(new Error('The request was broken off.'));
  });
  return promise;
}
