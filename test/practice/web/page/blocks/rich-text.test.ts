import { describe, expect, test } from 'vitest';
import { spanWords } from '../../../../../src/practice/web/page/blocks/prose.ts';
import { parseRichText, richSpans } from '../../../../../src/practice/web/page/blocks/rich-text.ts';
import type { JsonObject } from '../../../../../src/practice/web/page/blocks/json.ts';

const section = (...elements: JsonObject[]) => ({ type: 'rich_text_section', elements });
const text = (words: string, style?: JsonObject) => ({
  type: 'text',
  text: words,
  ...(style === undefined ? {} : { style }),
});
const rich = (...elements: JsonObject[]) => ({ type: 'rich_text', elements });
const inline = (element: JsonObject) => {
  const [part] = parseRichText(rich(section(element)));
  return part !== undefined && 'spans' in part ? part.spans : [];
};

test('texts are literal, with their ends of lines', () => {
  expect(inline(text('*a* <@U1>\n:tada:'))).toEqual([
    { kind: 'text', text: '*a* <@U1>' },
    { kind: 'break' },
    { kind: 'text', text: ':tada:' },
  ]);
});

test('styles go around one another', () => {
  expect(inline(text('a', { bold: true, italic: true, code: false }))).toEqual([
    {
      kind: 'mark',
      mark: 'italic',
      spans: [{ kind: 'mark', mark: 'bold', spans: [{ kind: 'text', text: 'a' }] }],
    },
  ]);
});

describe('elements', () => {
  test.each<[JsonObject, unknown]>([
    [
      { type: 'user', user_id: 'U1' },
      { kind: 'person', id: 'U1' },
    ],
    [
      { type: 'channel', channel_id: 'C1' },
      { kind: 'channel', id: 'C1' },
    ],
    [
      { type: 'usergroup', usergroup_id: 'S1' },
      { kind: 'group', id: 'S1' },
    ],
    [
      { type: 'broadcast', range: 'here' },
      { kind: 'broadcast', range: 'here' },
    ],
    [
      { type: 'color', value: '#ff0000' },
      { kind: 'color', value: '#ff0000' },
    ],
    [
      { type: 'emoji', name: 'tada' },
      { kind: 'text', text: '🎉' },
    ],
    [
      { type: 'emoji', name: 'own', unicode: '1f44b-1f3fb' },
      { kind: 'text', text: '👋🏻' },
    ],
    [
      { type: 'emoji', name: 'own' },
      { kind: 'text', text: ':own:' },
    ],
    [
      { type: 'emoji', name: 'own', unicode: 'ffffff' },
      { kind: 'text', text: ':own:' },
    ],
    [
      { type: 'link', url: 'https://a.example', text: 'a' },
      { kind: 'link', url: 'https://a.example', spans: [{ kind: 'text', text: 'a' }] },
    ],
    [
      { type: 'link', url: 'https://a.example' },
      { kind: 'link', url: 'https://a.example', spans: [{ kind: 'text', text: 'https://a.example' }] },
    ],
    [
      { type: 'link', url: 'javascript:1', text: 'a' },
      { kind: 'text', text: 'a' },
    ],
    [
      { type: 'date', timestamp: 1, format: '{time}', fallback: 'f' },
      { kind: 'date', ts: 1, format: '{time}', fallback: 'f' },
    ],
  ])('%j', (element, span) => {
    expect(inline(element)).toEqual([span]);
  });

  test('one that is not known says so', () => {
    expect(
      spanWords(inline({ type: 'canvas' }), { person: () => '', channel: () => '', date: () => '' }),
    ).toContain('canvas');
  });
});

test('lists, quotes and preformatted text', () => {
  const parts = parseRichText(
    rich(
      {
        type: 'rich_text_list',
        style: 'ordered',
        indent: 2,
        offset: 4,
        elements: [section(text('a')), section(text('b'))],
      },
      { type: 'rich_text_quote', elements: [text('q')] },
      { type: 'rich_text_preformatted', elements: [text('x\ny')] },
    ),
  );
  expect(parts[0]).toMatchObject({ kind: 'list', isOrdered: true, indent: 2, start: 5 });
  expect(parts.map((part) => part.kind)).toEqual(['list', 'quote', 'pre']);
});

test('a cell is one run of text', () => {
  const names = { person: () => 'ana', channel: () => undefined, date: () => undefined };
  const spans = richSpans(
    rich(section(text('a ')), {
      type: 'rich_text_list',
      style: 'bullet',
      elements: [section(text('b')), section(text('c'))],
    }),
  );
  expect(spanWords(spans, names)).toBe('a \n• b\n• c');
});
