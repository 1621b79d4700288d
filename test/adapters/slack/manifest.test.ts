import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { DEPLOY_SHORTCUT } from '../../../src/app/forms.ts';
import { manifestLimits } from '../../../src/facts/slack.ts';

const manifest: {
  features: {
    shortcuts: { type: string; name: string; callback_id: string }[];
    slash_commands: { command: string; should_escape: boolean }[];
    app_home: unknown;
  };
} = parse(readFileSync(new URL('../../../manifest.yml', import.meta.url), 'utf8'));

it('declares the message shortcuts that the bot knows, and no others', () => {
  const names = manifest.features.shortcuts.map(({ type, callback_id }) => [type, callback_id]);
  expect(names).toEqual([['message', DEPLOY_SHORTCUT]]);
});

it('keeps the names of shortcuts within the length that Slack takes', () => {
  const long = manifest.features.shortcuts.filter(({ name }) => name.length > manifestLimits.shortcutName);
  expect(long).toEqual([]);
});

it('asks for mentions in commands as ids, lets people write to the bot, and has an App Home', () => {
  expect(
    manifest.features.slash_commands.map(({ command, should_escape }) => [command, should_escape]),
  ).toEqual([['/swarm', true]]);
  expect(manifest.features.app_home).toEqual({
    home_tab_enabled: true,
    messages_tab_enabled: true,
    messages_tab_read_only_enabled: false,
  });
});
