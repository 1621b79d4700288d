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
  const { stdout } = await promisify(execFile)('ps', [
    '--no-headers',
    '-o',
    'args',
    '--ppid',
    `${process.pid}`,
  ]);
  expect(stdout).not.toContain('esbuild');
}, 30_000);
