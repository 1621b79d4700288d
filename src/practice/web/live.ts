import type { ServerResponse } from 'node:http';
import type { Workspace } from '../slack/control.ts';
import type { User } from '../slack/state.ts';
import { changesBetween, type Snapshot } from './changes.ts';
import type { Panel as PanelMeans } from './panel.ts';
import type { Panel } from './protocol.ts';
import type { Things } from './things.ts';
import { Viewer } from './viewer.ts';

export type LiveTimes = {
  /** Changes within this time go out together, milliseconds. */
  readonly gatherMs: number;
  /** How often a page hears that the server is still there. */
  readonly heartbeatMs: number;
  /** How long a page may leave what was sent to it unread. */
  readonly patienceMs: number;
};

export const liveTimes: LiveTimes = { gatherMs: 50, heartbeatMs: 15_000, patienceMs: 30_000 };

type Stream = {
  readonly response: ServerResponse;
  readonly viewer: Viewer;
  readonly user: User;
  sent: Snapshot;
  /** Runs while something that was sent has not been read. Meanwhile nothing more is written: what comes later is one feed. */
  unread: NodeJS.Timeout | undefined;
};

/** The pages that are open: each is told what its person sees, and then whatever changes. */
export class Live {
  readonly #workspace: Workspace;
  readonly #things: Things;
  readonly #panel: PanelMeans | undefined;
  readonly #times: LiveTimes;
  readonly #streams = new Set<Stream>();
  readonly #unsubscribe: (() => void)[] = [];
  readonly #heartbeat: NodeJS.Timeout;
  #panelThing: Panel | undefined;
  #panelIsOld = true;
  #gathering: NodeJS.Timeout | undefined;

  constructor(workspace: Workspace, things: Things, panel: PanelMeans | undefined, times: LiveTimes) {
    this.#workspace = workspace;
    this.#things = things;
    this.#panel = panel;
    this.#times = times;
    const gather = (): void => {
      this.#gather();
    };
    this.#unsubscribe.push(workspace.state.onChange(gather));
    if (panel !== undefined) {
      const onPanel = (): void => {
        this.#panelIsOld = true;
        this.#gather();
      };
      this.#unsubscribe.push(panel.onChange(onPanel));
    }
    this.#heartbeat = setInterval(() => {
      for (const stream of this.#streams)
        if (stream.unread === undefined) this.#write(stream, ': still here\n\n');
    }, times.heartbeatMs);
    this.#heartbeat.unref();
  }

  /** How many pages are open. */
  get size(): number {
    return this.#streams.size;
  }

  /** Answers with a stream of feeds until either side ends it. */
  open(user: User, response: ServerResponse): void {
    const viewer = new Viewer(this.#workspace, user, this.#things);
    const stream: Stream = { response, viewer, user, sent: new Set(), unread: undefined };
    this.#streams.add(stream);
    const forget = (): void => {
      clearTimeout(stream.unread);
      this.#streams.delete(stream);
    };
    response.once('close', forget);
    response.once('error', forget);
    response.on('drain', () => {
      clearTimeout(stream.unread);
      stream.unread = undefined;
      this.#update(stream);
    });
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    // A page that loses its stream comes back after a second.
    this.#write(stream, 'retry: 1000\n\n');
    this.#update(stream);
  }

  /** Ends every stream. */
  stop(): void {
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    clearInterval(this.#heartbeat);
    clearTimeout(this.#gathering);
    for (const stream of this.#streams) stream.response.destroy();
  }

  #gather(): void {
    if (this.#streams.size === 0) return;
    this.#gathering ??= setTimeout(() => {
      this.#gathering = undefined;
      for (const stream of this.#streams) if (stream.unread === undefined) this.#update(stream);
    }, this.#times.gatherMs);
  }

  #update(stream: Stream): void {
    if (stream.user.kind === 'deactivated') {
      stream.response.end();
      return;
    }
    const now = stream.viewer.look(this.#panelNow());
    const feed = changesBetween(stream.sent, now);
    stream.sent = now;
    if (feed !== undefined) this.#write(stream, `data: ${JSON.stringify(feed)}\n\n`);
  }

  #write(stream: Stream, text: string): void {
    if (stream.response.destroyed || stream.response.write(text)) return;
    stream.unread ??= setTimeout(() => {
      stream.response.destroy();
    }, this.#times.patienceMs);
  }

  #panelNow(): Panel | undefined {
    if (this.#panel === undefined || !this.#panelIsOld) return this.#panelThing;
    this.#panelIsOld = false;
    const now: Panel = { kind: 'panel', ...this.#panel.state() };
    // It is small, and is told to have changed more often than it has.
    if (JSON.stringify(now) !== JSON.stringify(this.#panelThing)) this.#panelThing = now;
    return this.#panelThing;
  }
}
