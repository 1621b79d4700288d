import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

const module = resolve(import.meta.dirname, '../../src/cli/told.ts');

/** A process that hears of the first signal, and never comes to its end. */
const script = `
  import { listenForStop } from ${JSON.stringify(module)};
  listenForStop((signal) => console.log('heard', signal));
  setInterval(() => {}, 1000);
  console.log('listens');
`;

test('told again and again, a process that cannot end is ended at once, and heard only once', async () => {
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  let said = '';
  child.stdout.on('data', (part: Buffer) => (said += part.toString()));
  await once(child.stdout, 'data');

  const pressing = setInterval(() => child.kill('SIGINT'), 50);
  await exited;
  clearInterval(pressing);

  expect(child.exitCode).toBe(1);
  expect(said).toBe('listens\nheard SIGINT\n');
});
