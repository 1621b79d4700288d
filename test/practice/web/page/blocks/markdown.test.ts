import { describe, expect, test } from 'vitest';
import { inlineMarkdown } from '../../../../../src/practice/web/page/blocks/markdown-line.ts';
import { parseMarkdown } from '../../../../../src/practice/web/page/blocks/markdown.ts';
import type { Span } from '../../../../../src/practice/web/page/blocks/prose.ts';

function html(spans: readonly Span[]): string {
  return spans
    .map((span) => {
      if (span.kind === 'text') return span.text;
      if (span.kind === 'break') return '/';
      if (span.kind === 'mark') return `<${span.mark}>${html(span.spans)}</>`;
      return span.kind === 'link' ? `<${span.url}>${html(span.spans)}</>` : span.kind;
    })
    .join('');
}

describe('in a line', () => {
  test.each([
    ['**bold** __too__', '<bold>bold</> <bold>too</>'],
    ['*it* _too_', '<italic>it</> <italic>too</>'],
    ['***both***', '<bold><italic>both</></>'],
    ['~~no~~', '<strike>no</>'],
    ['`a **b**`', '<code>a **b**</>'],
    ['``a ` b``', '<code>a ` b</>'],
    ['**a *b* c**', '<bold>a <italic>b</> c</>'],
    ['[a **b**](https://a.example/x_(y))', '<https://a.example/x_(y)>a <bold>b</></>'],
    ['<https://a.example>', '<https://a.example>https://a.example</>'],
    ['https://a.example/x', '<https://a.example/x>https://a.example/x</>'],
    ['[a](javascript:alert(1))', '[a](javascript:alert(1))'],
    ['snake_case_name 2 * 3 * 4', 'snake_case_name 2 * 3 * 4'],
    ['\\*not\\*', '*not*'],
    ['<b>x</b>', '<b>x</b>'],
    [':tada:', '🎉'],
    ['', ''],
  ])('%s', (line, tree) => {
    expect(html(inlineMarkdown(line))).toBe(tree);
  });
});

describe('parts', () => {
  const kinds = (text: string) => parseMarkdown(text).map((part) => part.kind);

  test('headings, rules, paragraphs and quotes', () => {
    const text = '# One\n\nwords\nmore\n\n---\n> quoted\n> too\n### Three ###';
    expect(kinds(text)).toEqual(['heading', 'lines', 'rule', 'quote', 'heading']);
    expect(parseMarkdown(text).map((part) => ('spans' in part ? html(part.spans) : ''))).toEqual([
      'One',
      'words/more',
      '',
      'quoted/too',
      'Three',
    ]);
  });

  test('fenced code, also one that is not closed', () => {
    expect(
      parseMarkdown('```sh\nls *x*\n\n- a\n```\nafter').map((part) =>
        'spans' in part ? html(part.spans) : '',
      ),
    ).toEqual(['ls *x*//- a', 'after']);
    expect(kinds('```\nopen')).toEqual(['pre']);
  });

  test('lists by kind and depth', () => {
    expect(
      parseMarkdown('- a\n- [x] b\n  1. c\n  2. d\n* e\n7) f').map((part) =>
        part.kind === 'list' ? [part.isOrdered, part.indent, part.start, part.items.map(html)] : part.kind,
      ),
    ).toEqual([
      [false, 0, 1, ['a', '☑ b']],
      [true, 1, 1, ['c', 'd']],
      [false, 0, 1, ['e']],
      [true, 0, 7, ['f']],
    ]);
  });

  test('tables', () => {
    const [table, after] = parseMarkdown(
      '| Name | Count |\n|:-:|--:|\n| **a** | 1 |\n| b \\| c | 2 |\n\nafter',
    );
    expect(table).toMatchObject({ kind: 'table', aligns: ['center', 'right'] });
    expect(table?.kind === 'table' ? table.rows.map((row) => row.map(html)) : []).toEqual([
      ['Name', 'Count'],
      ['<bold>a</>', '1'],
      ['b | c', '2'],
    ]);
    expect(after?.kind).toBe('lines');
  });

  test('a line under words is no table without its bars', () => {
    expect(kinds('a | b\n---')).toEqual(['lines', 'rule']);
  });

  test.each(['*', '`', '[', '**a', '_', '*_', '*a*', '> ', '- ', '|', '\\', '[a](b', 'https://a.b)', '~~a'])(
    'a long text of nothing but %s is read',
    (piece) => {
      expect(parseMarkdown(piece.repeat(12_000 / piece.length)).length).toBeGreaterThan(0);
    },
  );
});
