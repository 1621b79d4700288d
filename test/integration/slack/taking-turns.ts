import { once } from 'node:events';
import { createServer, request } from 'node:http';

/** One address before several servers on 127.0.0.1: each request goes to the next of them, byte for byte. */
export async function takingTurns(
  ports: readonly number[],
): Promise<{ readonly port: number; readonly close: () => Promise<void> }> {
  let turn = 0;
  const server = createServer((incoming, outgoing) => {
    const port = ports[(turn += 1) % ports.length];
    const { method, url, headers } = incoming;
    const passed = request({ host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    passed.on('error', () => {
      outgoing.destroy();
    });
    incoming.pipe(passed);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return {
    port: address.port,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
