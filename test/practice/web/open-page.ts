import { keyOf, type Feed, type Message, type Thing, type View } from '../../../src/practice/web/protocol.ts';

/** What a page knows that is open as somebody, kept by the feeds as the real page keeps it. */
export class OpenPage {
  readonly feeds: Feed[] = [];
  readonly things = new Map<string, Thing>();
  /** Comments that came, such as the heartbeat. */
  comments = 0;
  ended = false;
  readonly #abort = new AbortController();
  #waiting = new Set<() => void>();

  /** Resolves once the first feed is there. */
  static async open(address: string): Promise<OpenPage> {
    const page = new OpenPage();
    const response = await fetch(address, { signal: page.#abort.signal });
    if (response.body === null || response.status !== 200) throw new Error(`the page got ${response.status}`);
    void page.#read(response.body);
    await page.until(() => page.feeds.length > 0);
    return page;
  }

  close(): void {
    this.#abort.abort();
  }

  /** Waits until `probe` gives something, looking again whenever something has come. The test's own timeout bounds it. */
  async until<T>(probe: () => T | undefined | false): Promise<T> {
    for (;;) {
      const found = probe();
      if (found !== undefined && found !== false) return found;
      if (this.ended) throw new Error('the stream has ended');
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  get messages(): Message[] {
    return [...this.things.values()].filter((thing) => thing.kind === 'message');
  }

  get views(): View[] {
    return [...this.things.values()].filter((thing) => thing.kind === 'view');
  }

  /** Waits for a message that fulfils `test`. */
  async message(test: (message: Message) => boolean): Promise<Message> {
    return this.until(() => this.messages.find(test));
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    let rest = '';
    try {
      for await (const chunk of body) {
        const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
        rest = parts.pop() ?? '';
        for (const part of parts) this.#take(part);
        this.#look();
      }
    } catch {
      // Closed by the test, or broken off by the server: `ended` says so.
    }
    this.ended = true;
    this.#look();
  }

  #take(part: string): void {
    if (part.startsWith(':')) this.comments += 1;
    if (!part.startsWith('data: ')) return;
    const feed = JSON.parse(part.slice('data: '.length)) as Feed;
    this.feeds.push(feed);
    for (const key of feed.drop) this.things.delete(key);
    for (const thing of feed.put) this.things.set(keyOf(thing), thing);
  }

  #look(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const resolve of waiting) resolve();
  }
}
