import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { APP } from '../../src/practice/story/app.ts';
import { Manifest, Seed } from '../../src/practice/slack/seed.ts';
import {
  BREAKABLE,
  CLUSTERS,
  PLAYABLE,
  PRACTICE_WORKSPACE,
  REAL_WORKSPACE,
} from '../../src/practice/story/story.ts';
import { practiceCatalog } from '../../src/practice/swarm/images/practice-images.ts';

const catalog = practiceCatalog();

test('the practice workspace knows of the bot what manifest.yml says to Slack', async () => {
  const file = parse(await readFile(join(import.meta.dirname, '../../manifest.yml'), 'utf8'));
  const app = Manifest.parse(APP);

  expect(app.commands).toEqual(
    file.features.slash_commands.map((each: Record<string, unknown>) => ({
      command: each['command'],
      description: each['description'],
      usageHint: each['usage_hint'],
      shouldEscape: each['should_escape'],
    })),
  );
  expect(app.shortcuts).toEqual(
    file.features.shortcuts.map((each: Record<string, unknown>) => ({
      type: each['type'],
      callbackId: each['callback_id'],
      name: each['name'],
    })),
  );
  expect(app.events.toSorted()).toEqual(file.settings.event_subscriptions.bot_events.toSorted());
  expect(app.scopes.toSorted()).toEqual(file.oauth_config.scopes.bot.toSorted());
});

describe.each([
  ['practice swarms', PRACTICE_WORKSPACE],
  ['a real engine', REAL_WORKSPACE],
])('the workspace before %s', (_name, { people, channels, lines, tries }) => {
  test('has everybody whom one can be, and places for all that is said and tried', () => {
    const seed = Seed.parse({ users: people, channels });
    const places = new Set(seed.channels.flatMap(({ id, name }) => [id, name]));

    expect(seed.users.map(({ id }) => id)).toEqual(expect.arrayContaining([...PLAYABLE]));
    for (const { channel } of [...lines, ...tries]) expect(places).toContain(channel);
    for (const { who } of lines) expect(seed.users.map(({ name }) => name)).toContain(who);
  });

  test('is told in the order of time, and nowhere speaks to the bot, which would answer late', () => {
    const ages = lines.map(({ ago }) => ago);
    expect(ages).toEqual(ages.toSorted((a, b) => b - a));
    const deaf = new Set(channels.filter(({ botIsMember }) => botIsMember === false).map(({ name }) => name));
    for (const { channel, text } of lines) expect(text.includes('@waggle') && !deaf.has(channel)).toBe(false);
  });
});

describe.each(CLUSTERS.map((cluster) => [cluster.name, cluster] as const))(
  'the story of %s',
  (_name, { past }) => {
    test('is told in the order of time, of images that there are', () => {
      const ages = past.map(({ ago }) => ago);
      expect(ages).toEqual(ages.toSorted((a, b) => b - a));
      const images = past.flatMap((deed) =>
        'service' in deed ? [deed.service.image] : 'image' in deed ? [deed.image] : [],
      );
      expect(images.length).toBeGreaterThan(0);
      for (const image of images) expect(catalog.lookUp(image).kind).toBe('found');
    });
  },
);

test.each(BREAKABLE)('%s, which the panel breaks, is there', (image) => {
  expect(catalog.lookUp(image).kind).toBe('found');
});
