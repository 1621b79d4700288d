import { expect, test } from 'vitest';
import { imagesInText } from '../../../src/core/chat/images-in-text.ts';

const digest = `sha256:${'0f'.repeat(32)}`;

test.each([
  ['please deploy redis:3.0.6.', ['redis:3.0.6']],
  ['redis:3.0.6 and redis:3.0.7, not redis:3.0.6', ['redis:3.0.6', 'redis:3.0.7']],
  [`pushed redis@${digest} (was app:v1@${digest})`, [`redis@${digest}`, `app:v1@${digest}`]],
  ['built `ghcr.io/team/app:1.2`!', ['ghcr.io/team/app:1.2']],
  ['```\nimage: "team/app:prod"\nFROM node:24-slim AS x\n```', ['team/app:prod', 'node:24-slim']],
  ['*redis:3.0.6* _web:2_ ~old:1~ [x](app:3)', ['redis:3.0.6', 'web:2', 'old:1', 'app:3']],
  ['docker service update --image=10.77.0.2:5000/redis:3.0.6 redis', ['10.77.0.2:5000/redis:3.0.6']],
  ['ghcr.io/team/app is ready; localhost:5000/web too', ['ghcr.io/team/app', 'localhost:5000/web']],
  ['redis:3.0.5->redis:3.0.6 → redis:latest', ['redis:3.0.5', 'redis:3.0.6', 'redis:latest']],
  ['ｒｅｄｉｓ：３．０．６', ['redis:3.0.6']],
])('finds the images in %j', (text, expected) => {
  expect(imagesInText(text)).toEqual(expected);
});

test.each([
  'at 10:30, or 2026-11-02T10:30:00Z',
  'see https://hub.docker.com/_/redis and https://example.com:8443/a:1',
  'write to ana@example.com or a@b.io',
  'localhost:8080, example.com:443, 10.0.0.1:2377, port:80, -p 8080:80/tcp',
  'note:this foo:bar and key:value pairs',
  'src/core/parse.ts:12 and app.js:3 github.com/team/app',
  ':tada: :+1: sha256:abc123 line:12',
  '@ana #ops @channel redis and/or 10/11',
  '',
])('finds no image in %j', (text) => {
  expect(imagesInText(text)).toEqual([]);
});
