import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { bundlePage } from '../../../src/practice/web/bundle.ts';

test('the page is made of its sources, once, and leaves no process behind', async () => {
  const assets = await bundlePage();

  expect(assets.get('/app.js')?.type).toBe('text/javascript; charset=utf-8');
  expect(assets.get('/app.js')?.body.toString()).toContain('EventSource');
  expect(assets.get('/app.css')?.type).toBe('text/css; charset=utf-8');
  expect(assets.get('/app.css')?.body.length).toBeGreaterThan(0);
  expect(await bundlePage()).toBe(assets);
  await expect.poll(children, { timeout: 10_000 }).not.toContain('esbuild');
}, 30_000);

/** The words of the processes that this one has begun, also of one that has ended and is not yet gone. */
async function children(): Promise<string> {
  const args = ['--no-headers', '-o', 'args', '--ppid', `${process.pid}`];
  return (await promisify(execFile)('ps', args)).stdout;
}
