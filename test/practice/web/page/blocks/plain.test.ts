import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { plainText } from '../../../../../src/practice/web/page/blocks/plain.ts';
import type { Message } from '../../../../../src/practice/web/protocol.ts';
import type { World } from '../../../../../src/practice/web/page/world.ts';
import { message as something, person } from '../things.ts';

const me = person('U1', 'ana', { realName: 'Ana', tz: 'UTC' });

const world = {
  me,
  person: (id: string) => (id === 'U1' ? me : undefined),
  channel: () => undefined,
} as unknown as World;

const message = (more: Partial<Message>): Message => something('1.000000', { text: '', ...more });

const file = {
  id: 'F1',
  name: 'a.yml',
  title: 'a.yml',
  mimetype: 'text/yaml',
  size: 5,
  user: 'U1',
  isDeleted: false,
};
const rich = (text: string) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text, style: { bold: true } }] }],
});

describe('a message in one line', () => {
  test.each<[string, Partial<Message>, string]>([
    ['text', { text: '*Hi* <@U1>,\n\n&lt;b&gt; :tada:' }, 'Hi @ana, <b> 🎉'],
    ['the text rather than the blocks', { text: 'words', blocks: [rich('others')] }, 'words'],
    ['blocks', { blocks: [{ type: 'header', text: { type: 'plain_text', text: 'A' } }, rich('b')] }, 'A b'],
    [
      'fields and small print',
      {
        blocks: [
          {
            type: 'section',
            text: { type: 'mrkdwn', text: '*x*' },
            fields: [{ type: 'plain_text', text: '*y*' }],
          },
          { type: 'context', elements: [{ type: 'mrkdwn', text: '_z_' }] },
          { type: 'markdown', text: '# m' },
          { type: 'plan', title: 'p' },
        ],
      },
      'x *y* z m p',
    ],
    ['files', { text: 'see', files: [file, { ...file, isDeleted: true }] }, 'see a.yml A deleted file'],
    ['attachments', { attachments: [{ fallback: 'fell back' }, { text: 'words' }] }, 'fell back words'],
    ['nothing', {}, ''],
  ])('%s', (_what, more, words) => {
    expect(plainText(message(more), world)).toBe(words);
  });

  test('all that the bot sends has words', () => {
    const folder = new URL('../../../../adapters/slack/golden/', import.meta.url);
    const names = readdirSync(folder);
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      const { text, blocks } = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Pick<
        Message,
        'text' | 'blocks'
      >;
      expect(plainText(message({ text }), world)).not.toBe('');
      expect(plainText(message({ blocks }), world)).not.toMatch(/undefined|\[object/u);
      expect(plainText(message({ blocks }), world)).not.toBe('');
    }
  });
});
