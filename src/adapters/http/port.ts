import { createServer } from 'node:http';
import { UserError } from '../../core/errors.ts';

/** What to do about a port that cannot be had; null for any other failure. */
export function portRefusal(error: unknown, port: number): UserError | null {
  if (!(error instanceof Error) || !('code' in error && 'syscall' in error)) return null;
  if (error.syscall !== 'listen') return null;
  if (error.code === 'EADDRINUSE') {
    return new UserError(
      'not-possible',
      `Port ${port} is in use.`,
      'Set PORT to a free one, or stop what listens there.',
    );
  }
  if (error.code === 'EACCES') {
    return new UserError(
      'not-possible',
      `Port ${port} may not be used by the user that runs Waggle.`,
      'Set PORT to one above 1023.',
    );
  }
  return null;
}

/** Listens for a moment, to know early that the port can be had. @throws UserError `not-possible` when it cannot. */
export async function tryPort(port: number, host?: string): Promise<void> {
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ port, ...(host === undefined ? {} : { host }) }, resolve);
    });
  } catch (error) {
    throw portRefusal(error, port) ?? error;
  }
  await new Promise((resolve) => server.close(resolve));
}
