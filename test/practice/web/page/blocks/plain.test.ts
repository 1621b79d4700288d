import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { plainText } from '../../../../../src/practice/web/page/blocks/plain.ts';
import { sizeWords } from '../../../../../src/practice/web/page/blocks/size.ts';
import type { Message, Person } from '../../../../../src/practice/web/protocol.ts';
import type { World } from '../../../../../src/practice/web/page/world.ts';

const me: Person = {
  kind: 'person',
  id: 'U1',
  name: 'ana',
  realName: 'Ana',
  isBot: false,
  isDeactivated: false,
  tz: 'UTC',
  title: '',
  playable: true,
};

const world = {
  me,
  person: (id: string) => (id === 'U1' ? me : undefined),
  channel: () => undefined,
} as unknown as World;

function message(more: Partial<Message>): Message {
  return {
    kind: 'message',
    channel: 'C1',
    ts: '1.000000',
    user: 'U1',
    text: '',
    blocks: [],
    attachments: [],
    files: [],
    isBroadcast: false,
    isEphemeral: false,
    isEdited: false,
    values: {},
    ...more,
  };
}

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

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [1_000, '1.0 kB'],
  [42_000, '42 kB'],
  [999_600, '1.0 MB'],
  [1_234_567, '1.2 MB'],
  [5_000_000_000, '5.0 GB'],
])('%d bytes are %s', (bytes, words) => {
  expect(sizeWords(bytes)).toBe(words);
});
