import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { charsOf } from '../../../src/adapters/slack/blocks/piece.ts';
import { render, type RenderSurface } from '../../../src/adapters/slack/blocks/render.ts';
import type { Action, Part, View } from '../../../src/core/view/view.ts';
import { messageLimits, viewLimits } from '../../../src/facts/slack.ts';
import { checkBlocks } from '../../../src/practice/slack/blocks/validate.ts';
import { z } from 'zod';
import { views } from './any-view.ts';

const json = (value: unknown) => z.json().parse(JSON.parse(JSON.stringify(value)));

/** Every string in a value. */
function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(strings);
}

/** The texts of all text objects: the places where Slack reads entities. */
function textObjects(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'type' in value && (value.type === 'mrkdwn' || value.type === 'plain_text') && 'text' in value;
  return own ? strings(value.text) : Object.values(value).flatMap(textObjects);
}

const surfaces = ['message', 'edit', 'ephemeral', 'modal', 'home'] as const satisfies RenderSurface[];

const at = Date.UTC(2026, 10, 22, 9, 31, 5);
const confirm: Action = {
  verb: 'confirm',
  ref: 'plan_1',
  label: 'Confirm',
  style: 'primary',
  confirm: { title: 'Run it on prod?', text: 'All 5 replicas are replaced.', yes: 'Run', no: 'Not now' },
};
const plan: View = {
  summary: 'redis on prod: update planned by ana',
  parts: [
    { kind: 'heading', text: 'redis on prod: update' },
    {
      kind: 'text',
      text: [
        'Asked by ',
        { person: 'U0ANA' },
        ' in ',
        { channel: 'C0OPS' },
        ', good until ',
        { time: at, style: 'time' },
      ],
    },
    {
      kind: 'diff',
      rows: [
        { field: 'image', before: 'redis:3.0.5', after: 'redis:3.0.6@sha256:2f1b3c' },
        { field: 'update delay', before: '', after: '10s' },
        { field: 'env', before: 'A=1\nB=2', after: 'A=1\nB=3' },
      ],
    },
    { kind: 'notice', level: 'warning', text: ['The tag ', { code: '3.0.6' }, ' is mutable.'] },
    { kind: 'notice', level: 'danger', text: 'All replicas are replaced at once.' },
    { kind: 'notice', level: 'success', text: '5 of 5 tasks run redis:3.0.6.' },
    { kind: 'notice', level: 'info', text: 'Nobody else has to agree.' },
    {
      kind: 'fields',
      items: [
        { label: 'Cluster', value: 'prod' },
        { label: 'Digest', value: [{ code: 'sha256:2f1b3c' }] },
      ],
    },
    { kind: 'progress', done: 3, total: 5 },
    { kind: 'context', text: [{ link: 'https://docs.docker.com/engine/swarm/', label: 'What swarm does' }] },
    {
      kind: 'actions',
      items: [
        confirm,
        { verb: 'change', ref: 'plan_1', label: 'Change' },
        { verb: 'cancel', ref: 'plan_1', label: 'Cancel', style: 'danger' },
      ],
    },
  ],
};
const table: View = {
  summary: 'Services on prod',
  parts: [
    {
      kind: 'table',
      columns: [{ title: 'Name' }, { title: 'Replicas', align: 'right' }, { title: 'Updated' }],
      rows: [
        ['redis', '5/5', [{ time: at, style: 'date-time' }]],
        ['web_<!channel>', [{ bold: '0/3' }], ''],
      ],
      total: 7,
    },
  ],
};
const slots: View = {
  summary: 'redis on prod: 2 of 3 updated',
  parts: [
    {
      kind: 'table',
      compact: true,
      columns: [{ title: 'Slot', align: 'right' }, { title: 'Node' }, { title: 'State' }],
      rows: [
        ['1', 'node1', 'running 12 s'],
        ['2', 'node2', 'running 11 s'],
        ['3', 'node3', 'starting'],
      ],
    },
    { kind: 'code', text: 'invalid mount: <bind> & "x"\n\u001b[31mred\u001b[0m' },
  ],
};
const hostile: View = {
  summary: '<!channel> & <@U0ANA>',
  parts: [
    { kind: 'heading', text: '<!here> *x*' },
    {
      kind: 'text',
      text: 'a *b* _c_ `d` ~e~ :bee: <!channel> <@U0ANA> <#C0OPS> <http://x|y>\n> quote my_service_1 2 * 3',
    },
    {
      kind: 'text',
      text: [{ person: 'x> <!channel' }, { channel: '!here' }, { link: 'javascript:alert(1)', label: 'go' }],
    },
    { kind: 'fields', items: [{ label: '<!channel>', value: [{ code: 'a`b`<!here>' }] }] },
    { kind: 'code', text: '<!channel>' },
    { kind: 'actions', items: [{ verb: 'go', ref: 'r', label: '<!channel>' }] },
  ],
};

describe('render', () => {
  it.each([
    ['plan', 'message', plan],
    ['plan', 'modal', plan],
    ['table', 'message', table],
    ['table', 'home', table],
    ['slots', 'message', slots],
    ['hostile', 'message', hostile],
  ] as const)('draws the %s on a %s as before', async (name, surface, view) => {
    const rendered = render(view, surface);

    expect(checkBlocks(json(rendered.blocks), surface)).toBeUndefined();
    await expect(`${JSON.stringify(rendered, null, 2)}\n`).toMatchFileSnapshot(
      `golden/${name}.${surface}.json`,
    );
  });

  it('shows the first rows of a long table and says how many there are more', () => {
    const rows = Array.from({ length: 500 }, (_, index) => [`service-${index}`]);

    const { blocks } = render(
      { summary: 's', parts: [{ kind: 'table', columns: [{ title: 'Name' }], rows }] },
      'message',
    );

    expect(blocks.map((block) => block.type)).toEqual(['table', 'context']);
    expect(JSON.stringify(blocks[1])).toContain('and 401 more rows');
  });

  it('draws the second table of a message as lines', () => {
    const one: Part = { kind: 'table', columns: [{ title: 'Name' }], rows: [['a']] };

    const { blocks } = render({ summary: 's', parts: [one, one] }, 'message');

    expect(blocks.map((block) => block.type)).toEqual(['table', 'rich_text']);
  });

  it('keeps the whole of a part in a file when the part asks for it', () => {
    const text = Array.from({ length: 3_000 }, (_, index) => `line ${index}`).join('\n');

    const { blocks, files } = render(
      { summary: 's', parts: [{ kind: 'code', text, overflow: 'file' }] },
      'message',
    );

    expect(files).toEqual([{ name: 'code-1.txt', content: `${text}\n` }]);
    expect(JSON.stringify(blocks.at(-1))).toContain('All of it is in the file `code-1.txt`');
  });

  it('drops a part that does not fit and asks for it, and keeps the ones after it', () => {
    const { blocks } = render(
      {
        summary: 's',
        parts: [
          { kind: 'code', text: 'x\n'.repeat(20_000), overflow: 'drop' },
          { kind: 'text', text: 'after' },
        ],
      },
      'message',
    );

    expect(blocks).toEqual([{ type: 'section', text: { type: 'mrkdwn', text: 'after', verbatim: true } }]);
  });

  it('keeps the buttons when the text alone fills the message', () => {
    const { blocks } = render(
      {
        summary: 's',
        parts: [
          { kind: 'text', text: 'word '.repeat(10_000) },
          { kind: 'text', text: 'more '.repeat(10_000) },
          { kind: 'actions', items: [confirm] },
        ],
      },
      'message',
    );

    expect(blocks.at(-1)?.type).toBe('actions');
    expect(blocks.filter((block) => block.type === 'context')).toHaveLength(2);
  });

  it('gives buttons of one verb different action ids', () => {
    const items = ['a', 'b'].map((ref) => ({ verb: 'deploy', ref, label: ref }));

    const { blocks } = render({ summary: 's', parts: [{ kind: 'actions', items }] }, 'message');

    const [block] = blocks;
    const ids = block?.type === 'actions' ? block.elements.map((element) => element.action_id) : [];
    expect(ids).toEqual(['deploy', 'deploy:2']);
  });

  it(
    'keeps within every limit of Slack and pings nobody by plain words, whatever the view',
    { timeout: 60_000 },
    () => {
      fc.assert(
        fc.property(views, fc.constantFrom(...surfaces), (view, surface) => {
          const { text, blocks } = render(view, surface);

          const place = surface === 'modal' || surface === 'home' ? surface : 'message';
          expect(checkBlocks(json(blocks), place)).toBeUndefined();
          expect(text.length).toBeGreaterThan(0);
          expect(text.length).toBeLessThanOrEqual(messageLimits.updateText);
          expect(blocks.length).toBeGreaterThan(0);
          expect(place !== 'message' || charsOf(blocks) <= messageLimits.allBlockText).toBe(true);
          expect(Buffer.byteLength(JSON.stringify(blocks))).toBeLessThan(viewLimits.bytes);
          expect(JSON.stringify([text, blocks])).not.toMatch(/<[!@#]/u);
          expect(strings(blocks).filter((one) => !one.isWellFormed())).toEqual([]);
          const broken = textObjects(blocks).filter((one) => /&(?!amp;|lt;|gt;)/u.test(one));
          expect(broken).toEqual([]);
        }),
        { numRuns: 100 },
      );
    },
  );
});
