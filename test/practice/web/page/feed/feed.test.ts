import { describe, expect, test } from 'vitest';
import { applyFeed, nothingKnown } from '../../../../../src/practice/web/page/feed/feed.ts';
import { follow, type Source } from '../../../../../src/practice/web/page/feed/live.ts';
import type { Feed } from '../../../../../src/practice/web/protocol.ts';
import { channel, message, person, workspace } from '../things.ts';

const first: Feed = {
  put: [
    workspace(),
    person('U1', 'ana'),
    channel('C1', 'ops'),
    channel('C2', 'staging'),
    message('2.000000'),
    message('1.000000'),
    message('5.000000', { channel: 'C2' }),
  ],
  drop: [],
};
const known = applyFeed(nothingKnown, first);

describe('a feed', () => {
  test('puts messages where their time says', () => {
    const after = applyFeed(known, { put: [message('1.500000'), message('3.000000')], drop: [] });
    expect(after.messages.get('C1')?.map(({ ts }) => ts)).toEqual([
      '1.000000',
      '1.500000',
      '2.000000',
      '3.000000',
    ]);
  });

  test('replaces a thing that is there, and leaves what it does not name the same object', () => {
    const after = applyFeed(known, { put: [message('2.000000', { text: 'new', isEdited: true })], drop: [] });
    expect(after.messages.get('C1')?.map(({ text }) => text)).toEqual(['at 1.000000', 'new']);
    expect(after.messages.get('C1')?.[0]).toBe(known.messages.get('C1')?.[0]);
    expect(after.messages.get('C2')).toBe(known.messages.get('C2'));
    expect(after.people).toBe(known.people);
    expect(after.channels).toBe(known.channels);
    // What was known before is as it was.
    expect(known.messages.get('C1')?.[1]?.text).toBe('at 2.000000');
  });

  test('drops what it names, and nothing for what is not there', () => {
    const after = applyFeed(known, {
      put: [],
      drop: ['message:C1:1.000000', 'message:C1:9.000000', 'channel:C2', 'person:U9', 'panel'],
    });
    expect(after.messages.get('C1')?.map(({ ts }) => ts)).toEqual(['2.000000']);
    expect([...after.channels.keys()]).toEqual(['C1']);
    expect([...after.people.keys()]).toEqual(['U1']);
  });

  test('brings views and the panel, and takes them again', () => {
    const view = {
      kind: 'view',
      id: 'V1',
      type: 'modal',
      hash: 'h',
      depth: 0,
      body: {},
      values: {},
    } as const;
    const after = applyFeed(known, { put: [view, { kind: 'panel', groups: [], tries: [] }], drop: [] });
    expect(after.views.get('V1')).toBe(view);
    expect(after.panel).toEqual({ kind: 'panel', groups: [], tries: [] });
    const gone = applyFeed(after, { put: [], drop: ['view:V1', 'panel'] });
    expect(gone.views.size).toBe(0);
    expect(gone.panel).toBeUndefined();
  });
});

/** A connection in the hands of the test. */
class FakeSource implements Source {
  readyState = 1;
  isClosed = false;
  #listeners = new Map<string, (event: { readonly data: string }) => void>();

  addEventListener(type: string, listener: (event: { readonly data: string }) => void): void {
    this.#listeners.set(type, listener);
  }

  close(): void {
    this.isClosed = true;
  }

  happen(type: 'open' | 'error' | 'message', feed?: Feed): void {
    this.#listeners.get(type)?.({ data: JSON.stringify(feed ?? null) });
  }
}

describe('a connection', () => {
  const start = () => {
    const sources: FakeSource[] = [];
    const told: string[] = [];
    const later: (() => void)[] = [];
    const stop = follow(
      () => {
        const source = new FakeSource();
        sources.push(source);
        return source;
      },
      (known, link) => told.push(`${link} ${(known.messages.get('C1') ?? []).map(({ ts }) => ts).join(',')}`),
      (run) => later.push(run),
    );
    const at = (index: number): FakeSource => {
      const source = sources[index];
      if (source === undefined) throw new Error(`there is no connection ${index}`);
      return source;
    };
    return { sources, told, later, stop, at };
  };

  test('that the browser makes again begins from nothing', () => {
    const { told, at } = start();
    at(0).happen('open');
    at(0).happen('message', { put: [message('1.0'), message('2.0')], drop: [] });
    at(0).happen('message', { put: [message('3.0')], drop: [] });
    at(0).readyState = 0;
    at(0).happen('error');
    at(0).happen('open');
    at(0).happen('message', { put: [message('2.0')], drop: [] });
    expect(told).toEqual(['connecting ', 'live 1.0,2.0', 'live 1.0,2.0,3.0', 'lost 1.0,2.0,3.0', 'live 2.0']);
  });

  test('that the browser has given up is made again later', () => {
    const { sources, told, later, at } = start();
    at(0).readyState = 2;
    at(0).happen('error');
    expect(told.at(-1)).toBe('lost ');
    expect(sources).toHaveLength(1);
    later[0]?.();
    at(1).happen('message', { put: [message('1.0')], drop: [] });
    expect(told.at(-1)).toBe('live 1.0');
  });

  test('tells nothing once it is stopped', () => {
    const { told, later, stop, sources, at } = start();
    at(0).readyState = 2;
    at(0).happen('error');
    stop();
    at(0).happen('message', { put: [message('1.0')], drop: [] });
    later[0]?.();
    expect(at(0).isClosed).toBe(true);
    expect(sources).toHaveLength(1);
    expect(told).toEqual(['connecting ', 'lost ']);
  });
});
