import type { Delivery, Envelope, Outcome } from './delivery.ts';
import type { Fault } from './faults.ts';
import type { ConfirmSeen } from './confirm.ts';
import { Persona } from './persona.ts';
import { Waiting, type WaitOptions } from './waiting.ts';
import { NotPossible } from './refusal.ts';
import { seenMessage, seenView, type SeenMessage, type SeenView } from './seen.ts';
import type { SocketMode } from './socket-mode.ts';
import type { UserKind } from './seed.ts';
import type { Channel, State } from './state.ts';
import type { LoggedCall, Workplace } from './workplace.ts';
import { sendEvent } from './events.ts';
import type { JsonObject } from './json.ts';

/** How many confirm dialogs are remembered. */
const confirmsKept = 1_000;

/** What may be seen of and done to the connections of Socket Mode. */
export type Sockets = Pick<
  SocketMode,
  'connections' | 'drop' | 'recycle' | 'warn' | 'disable' | 'ping' | 'strayAcks'
>;

/** The workspace as tests and the practice page see it: people, messages, and the means to make things go wrong. */
export class Workspace {
  #workplace: Workplace;
  #waiting: Waiting;
  /** Confirm dialogs that came up, in order; the newest ones only. */
  readonly confirms: ConfirmSeen[] = [];

  constructor(workplace: Workplace) {
    this.#workplace = workplace;
    this.#waiting = new Waiting(workplace.state);
  }

  /** The app's own ids. */
  get app(): { id: string; botId: string; botUserId: string; teamId: string } {
    const { app, team } = this.#workplace.state;
    return { id: app.id, botId: app.botId, botUserId: app.botUserId, teamId: team.id };
  }

  /** All that the workspace knows, live: for those who show it and do not change it. */
  get state(): Readonly<State> {
    return this.#workplace.state;
  }

  /** Whether the app can be reached: it holds a connection, or has answered the last delivery by HTTP. */
  get appIsUp(): boolean {
    return this.#workplace.courier.appIsUp;
  }

  /** A person (id or name) who can act. */
  as(who: string): Persona {
    const { users } = this.#workplace.state;
    const user = users.get(who) ?? [...users.values()].find((candidate) => candidate.name === who);
    if (user === undefined) throw new NotPossible(`there is no user ${who}`);
    if (user.kind === 'deactivated') throw new NotPossible(`${user.name} is deactivated`);
    return new Persona(this.#workplace, user, (confirm) => {
      this.confirms.push(confirm);
      if (this.confirms.length > confirmsKept) this.confirms.shift();
    });
  }

  /** The messages of a channel (id or name) in order, replies in threads included; no ephemeral or deleted ones. */
  messages(channel: string): SeenMessage[] {
    const { id } = this.#channel(channel);
    return this.#workplace.state.messages
      .filter((message) => message.channel === id && !message.deleted && message.ephemeralTo === undefined)
      .map(seenMessage);
  }

  /** The direct messages between the bot and a person. */
  directMessages(userId: string): SeenMessage[] {
    return this.messages(this.#workplace.state.imWith(userId).id);
  }

  /** What only this person sees, in all channels. */
  ephemerals(userId: string): SeenMessage[] {
    return this.#workplace.state.messages
      .filter((message) => message.ephemeralTo === userId && !message.deleted)
      .map(seenMessage);
  }

  /** Every message there ever was: ephemeral and deleted ones too. */
  everyMessage(): SeenMessage[] {
    return this.#workplace.state.messages.map(seenMessage);
  }

  /** The open modals of a person, the top one last. */
  views(userId: string): SeenView[] {
    const { state } = this.#workplace;
    return (state.stacks.get(userId) ?? []).flatMap((id) => {
      const view = state.views.get(id);
      return view === undefined ? [] : [seenView(state, view)];
    });
  }

  /** Every view there ever was, closed ones too. */
  everyView(): SeenView[] {
    const { state } = this.#workplace;
    return [...state.views.values()].map((view) => seenView(state, view));
  }

  /** A person's App Home, once the app has published it. */
  home(userId: string): SeenView | undefined {
    const { state } = this.#workplace;
    const view = state.views.get(state.homes.get(userId) ?? '');
    return view === undefined ? undefined : seenView(state, view);
  }

  /**
   * Waits until `probe` gives something, looking again after every change in the workspace. Rejects at the timeout and
   * when the server stops.
   */
  async until<T>(probe: () => T | undefined | null | false, options: WaitOptions = {}): Promise<T> {
    return this.#waiting.until(probe, options);
  }

  /** Makes every `until` look again, for a probe that looks at something outside of the workspace. */
  poke(): void {
    this.#workplace.state.changed();
  }

  /** Waits for a message in a channel, in whatever edit, that fulfils `test`. */
  async untilMessage(
    channel: string,
    test: (message: SeenMessage) => boolean,
    options: WaitOptions = {},
  ): Promise<SeenMessage> {
    return this.until(() => this.messages(channel).find(test), {
      what: `a message in ${channel}`,
      ...options,
    });
  }

  async untilEphemeral(
    userId: string,
    test: (message: SeenMessage) => boolean = () => true,
    options: WaitOptions = {},
  ): Promise<SeenMessage> {
    return this.until(() => this.ephemerals(userId).find(test), {
      what: `an ephemeral for ${userId}`,
      ...options,
    });
  }

  /** Waits for an open modal of a person that fulfils `test`; the top one is tried first. */
  async untilView(
    userId: string,
    test: (view: SeenView) => boolean = () => true,
    options: WaitOptions = {},
  ): Promise<SeenView> {
    return this.until(() => this.views(userId).findLast(test), { what: `a view for ${userId}`, ...options });
  }

  /** Every request to the server, with its arguments but without its token. */
  get calls(): readonly LoggedCall[] {
    return this.#workplace.calls;
  }

  /** How often a method was called; `response_url` counts posts to those. */
  countOf(method: string): number {
    return this.#workplace.calls.filter((call) => call.method === method).length;
  }

  /** Every payload that was sent to the app, with each attempt. */
  get deliveries(): readonly Delivery[] {
    return this.#workplace.courier.log;
  }

  /** Sends the same envelope again, although it may have been acknowledged. */
  async redeliver(envelope: Envelope): Promise<Outcome> {
    return this.#workplace.courier.again(envelope);
  }

  /** Sends any event, for instance `subteam_updated`, if the app is subscribed to its type. */
  async sendEvent(event: JsonObject & { type: string }): Promise<Outcome | undefined> {
    return sendEvent(this.#workplace, event.type, event);
  }

  inject(fault: Fault): void {
    this.#workplace.faults.add(fault);
  }

  clearFaults(): void {
    this.#workplace.faults.clear();
  }

  /** Loses the next acknowledgements, in either mode. */
  loseAcks(count = 1): void {
    if (this.#workplace.http === undefined) this.#workplace.socketMode.loseAcks(count);
    else this.#workplace.http.loseAcks(count);
  }

  /** Open connections of Socket Mode, with the ways to break them. */
  get sockets(): Sockets {
    return this.#workplace.socketMode;
  }

  /** Whether published rates are enforced. */
  limitRates(enabled: boolean): void {
    this.#workplace.rateLimits.enabled = enabled;
  }

  grantScope(scope: string): void {
    this.#workplace.scopes.add(scope);
  }

  revokeScope(scope: string): void {
    this.#workplace.scopes.delete(scope);
  }

  /** Signed HTTP only: does the handshake for the request URL. */
  async verifyUrl(): Promise<boolean> {
    const { http } = this.#workplace;
    if (http === undefined) throw new NotPossible('the app is reached by Socket Mode');
    return http.verifyUrl('practice-verification-token', crypto.randomUUID());
  }

  /** Makes somebody a guest, a full member, or deactivates them. */
  changeKind(userId: string, kind: UserKind): void {
    const user = this.#workplace.state.users.get(userId);
    if (user === undefined) throw new NotPossible(`there is no user ${userId}`);
    user.kind = kind;
    this.#workplace.state.changed();
  }

  /** Lets a person or the bot into a channel. */
  join(channel: string, userId: string): void {
    this.#channel(channel).members.add(userId);
    this.#workplace.state.changed();
  }

  leave(channel: string, userId: string): void {
    this.#channel(channel).members.delete(userId);
    this.#workplace.state.changed();
  }

  archive(channel: string, archived = true): void {
    this.#channel(channel).isArchived = archived;
    this.#workplace.state.changed();
  }

  /** Changes the members of a user group and tells the app, as Slack does with `subteam_updated`. */
  async setUserGroup(id: string, users: readonly string[]): Promise<Outcome | undefined> {
    const group = this.#workplace.state.userGroups.get(id);
    if (group === undefined) throw new NotPossible(`there is no user group ${id}`);
    group.users = [...users];
    return this.sendEvent({
      type: 'subteam_updated',
      subteam: { id, handle: group.handle, name: group.name, users: [...users], user_count: users.length },
    });
  }

  /** Ends every wait. */
  close(): void {
    this.#waiting.stop();
  }

  #channel(idOrName: string): Channel {
    const found = this.#workplace.state.findChannel(idOrName);
    if (found === undefined) throw new NotPossible(`there is no channel ${idOrName}`);
    return found;
  }
}
