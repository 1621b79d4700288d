import { actResult, type ActResult } from './act-result.ts';
import { confirmOf, type ConfirmSeen } from './confirm.ts';
import type { Outcome } from './delivery.ts';
import { announceChange, announceMessage, sendEvent } from './events.ts';
import { submitForm, type SubmitResult } from './forms.ts';
import {
  blockActions,
  blockSuggestion,
  globalShortcut,
  messageAction,
  slashCommand,
  viewClosed,
  type Place,
} from './interactions.ts';
import { objectAt, objectsAt, stringAt, type JsonObject } from './json.ts';
import { joinChannel, leaveChannel } from './membership.ts';
import { NotPossible, Refusal } from './refusal.ts';
import { saysSomething } from './response-urls.ts';
import { seenMessage, type SeenMessage } from './seen.ts';
import { messageShape } from './shapes.ts';
import { blocksOf, findElement, shown, Sight, type Target } from './sight.ts';
import type { User, View } from './state.ts';
import { suggestedOptions } from './suggestions.ts';
import { commandText } from './text.ts';
import { addFile, editTyped, postTyped } from './typing.ts';
import { entryValue, placedElements, valueField, valuesOf, type Entry, type Placed } from './values.ts';
import { closeAll, closeTop } from './views.ts';
import type { Workplace } from './workplace.ts';

/** Interactions whose acknowledgement cannot carry an answer. */
const answerless = ['block_actions', 'message_action', 'shortcut', 'view_closed'];

/** Where the state keeps what a person has chosen in a message. */
export function choiceKey(userId: string, message: { channel: string; ts: string }): string {
  return `${userId} ${message.channel} ${message.ts}`;
}

function isExternal({ element }: Placed): boolean {
  return element['type'] === 'external_select' || element['type'] === 'multi_external_select';
}

/** One person in the workspace. What Slack's own client would not let them do throws `NotPossible`. */
export class Persona {
  #workplace: Workplace;
  #user: User;
  #sight: Sight;
  #confirmed: (confirm: ConfirmSeen) => void;

  constructor(workplace: Workplace, user: User, confirmed: (confirm: ConfirmSeen) => void) {
    this.#workplace = workplace;
    this.#user = user;
    this.#sight = new Sight(workplace.state, user);
    this.#confirmed = confirmed;
  }

  get id(): string {
    return this.#user.id;
  }

  /** The id of this person's direct message with the bot. In `slash` and `say` the word `dm` stands for it. */
  get dm(): string {
    return this.#workplace.state.imWith(this.#user.id).id;
  }

  /**
   * Runs a slash command, such as `/swarm scale redis=5`. Slack lets nobody run one in a thread. People of other
   * organisations can run it here: Slack's documentation leaves that open, and the app has to refuse them itself.
   */
  async slash(channel: string, typed: string, options: { threadTs?: string } = {}): Promise<ActResult> {
    const { state, responseUrls } = this.#workplace;
    const place = this.#sight.writable(channel);
    const [name = '', ...rest] = typed.split(' ');
    if (options.threadTs !== undefined) throw new NotPossible(`${name} is not supported in threads. Sorry!`);
    const known = state.manifest.commands.find(({ command }) => command === name);
    if (known === undefined) throw new NotPossible(`${name} is not a valid command`);
    const text = commandText(state, rest.join(' ').trim(), known.shouldEscape);
    const payload = slashCommand(this.#workplace, this.#user, place, name, text);
    const result = actResult(await this.#deliver('slash_commands', payload, true));
    if (!saysSomething(result.response)) return result;
    try {
      responseUrls.respond({ userId: this.#user.id, channelId: place.id }, result.response);
      return result;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { ...result, shownError: 'invalid_response', problems: [error.message] };
    }
  }

  /**
   * Writes a message. `<@U1>`, `<#C1>` and `@waggle` in it are mentions; all else is plain text. `delivered` tells how
   * the event reached the app; it is `undefined` if there was none to send.
   */
  say(
    channel: string,
    typed: string,
    options: { threadTs?: string; files?: string[] } = {},
  ): { message: SeenMessage; delivered: Promise<Outcome | undefined> } {
    const { state } = this.#workplace;
    const message = postTyped(state, this.#user, this.#sight.writable(channel), typed, options);
    return { message: seenMessage(message), delivered: announceMessage(this.#workplace, message) };
  }

  /** Changes a message of one's own. Only in direct messages does the app hear of it: `delivered` tells how. */
  revise(
    target: { channel: string; ts: string },
    typed: string,
  ): { delivered: Promise<Outcome | undefined> } {
    const { state } = this.#workplace;
    const message = this.#sight.message(target);
    if (message.user !== this.#user.id || message.subtype?.startsWith('channel_') === true)
      throw new NotPossible('people edit their own messages only');
    const before = messageShape(state, message);
    editTyped(state, message, typed);
    return { delivered: announceChange(this.#workplace, message, before, 'message_changed') };
  }

  /** The same, waiting until the app has heard of it. */
  async edit(target: { channel: string; ts: string }, typed: string): Promise<Outcome | undefined> {
    return this.revise(target, typed).delivered;
  }

  /** Adds a file to the workspace and gives its id; `say` with that id puts it into a channel. */
  upload(name: string, content: string | Buffer): string {
    return addFile(this.#workplace.state, this.#user, name, content);
  }

  /**
   * Presses a button, named by its action id or its label. A confirm dialog is recorded and answered with yes, or with
   * no if `decline` is set.
   */
  async click(
    target: Target,
    button: string,
    options: { decline?: boolean; blockId?: string } = {},
  ): Promise<ActResult> {
    const place = this.#sight.place(target);
    const found = findElement(place, button, options.blockId);
    const { element } = found;
    if (element['type'] !== 'button') throw new NotPossible(`${button} is no button`);
    if (!this.#confirm(found, options.decline === true)) return { outcome: 'not_sent' };
    return this.#act(place, found, {
      type: 'button',
      text: element['text'] ?? null,
      ...(element['value'] === undefined ? {} : { value: element['value'] }),
      ...(element['style'] === undefined ? {} : { style: element['style'] }),
    });
  }

  /**
   * Chooses in a menu, a set of boxes or a picker, or types into an input. Options go by value or label. In a form
   * nothing is sent unless the input asks for it with `dispatch_action`. An external menu takes what `suggest` gave.
   */
  async select(
    target: Target,
    action: string,
    entry: Entry,
    options: { decline?: boolean; blockId?: string; offered?: readonly JsonObject[] } = {},
  ): Promise<ActResult> {
    const place = this.#sight.place(target);
    const found = findElement(place, action, options.blockId);
    const offered = isExternal(found) ? [...(options.offered ?? []), ...this.#held(place, found)] : undefined;
    const value = entryValue(found.element, entry, offered);
    if (value === undefined) throw new NotPossible(`there is no such choice as ${JSON.stringify(entry)}`);
    if (!this.#confirm(found, options.decline === true)) return { outcome: 'not_sent' };
    this.#keep(place, found, value);
    const silent = found.block['type'] === 'input' && found.block['dispatch_action'] !== true;
    return silent ? { outcome: 'not_sent' } : this.#act(place, found, value);
  }

  /**
   * Types into an external menu and gets what the app offers; throws a `Refusal` if the app did not answer or if Slack
   * would not show what it did.
   */
  async suggest(
    target: Target,
    action: string,
    query: string,
    options: { blockId?: string } = {},
  ): Promise<JsonObject[]> {
    const place = this.#sight.place(target);
    const { blockId, actionId } = findElement(place, action, options.blockId);
    const payload = blockSuggestion(this.#workplace, this.#user, place, { blockId, actionId, value: query });
    const { response, shownError } = actResult(await this.#deliver('interactive', payload, true));
    if (shownError !== undefined) throw new Refusal(shownError);
    return suggestedOptions(response);
  }

  /** Uses a message shortcut. Slack shows none on ephemeral messages. */
  async shortcut(target: { channel: string; ts: string }, callbackId: string): Promise<ActResult> {
    const message = this.#sight.message(target);
    if (message.ephemeralTo !== undefined)
      throw new NotPossible('there are no shortcuts on ephemeral messages');
    this.#declared('message', callbackId);
    const channel = this.#sight.channelOf(message);
    return this.#interact(messageAction(this.#workplace, this.#user, message, channel, callbackId));
  }

  async globalShortcut(callbackId: string): Promise<ActResult> {
    this.#declared('global', callbackId);
    return this.#interact(globalShortcut(this.#workplace, this.#user, callbackId));
  }

  /**
   * Fills a modal in and sends it. `values` go by action id or block id; what is not named keeps its value. Slack's own
   * client refuses what is missing or out of bounds, and so does this, with `NotPossible`. An external menu takes what
   * it holds already, and what `suggest` gave: `offered`, by block id.
   */
  async submit(
    target: { id: string },
    values: Record<string, Entry> = {},
    options: { offered?: Readonly<Record<string, readonly JsonObject[]>> } = {},
  ): Promise<SubmitResult> {
    const view = this.#sight.view(target);
    const rest = this.#chooseExternal(view, values, options.offered ?? {});
    return submitForm(this.#workplace, this.#user, view, rest, (payload) =>
      this.#deliver('interactive', payload, true),
    );
  }

  /** Closes the top modal with its cancel button, or with `all` the whole stack. */
  async closeView(options: { all?: boolean } = {}): Promise<ActResult> {
    const { state } = this.#workplace;
    const stack = (state.stacks.get(this.#user.id) ?? []).flatMap((id) => state.views.get(id) ?? []);
    const top = stack.at(-1);
    if (top === undefined) throw new NotPossible('no view is open');
    const all = options.all === true || top.body['clear_on_close'] === true;
    if (all) closeAll(state, this.#user.id);
    else closeTop(state, this.#user.id);
    const told = (all ? stack : [top]).filter((view) => view.body['notify_on_close'] === true);
    const results = await Promise.all(
      told.map(async (view) => this.#interact(viewClosed(this.#workplace, this.#user, view, all))),
    );
    return results[0] ?? { outcome: 'not_sent' };
  }

  /** Becomes a member of a public channel. Slack lets no guest do that, and nobody into a private one uninvited. */
  join(idOrName: string): void {
    const channel = this.#sight.visible(idOrName);
    if (channel.members.has(this.#user.id))
      throw new NotPossible(`${this.#user.name} is in ${shown(channel)} already`);
    if (channel.isArchived) throw new NotPossible(`${shown(channel)} is archived`);
    joinChannel(this.#workplace.state, channel, this.#user.id);
  }

  /** Leaves a channel. */
  leave(idOrName: string): void {
    const channel = this.#sight.writable(idOrName);
    if (channel.kind === 'im') throw new NotPossible('nobody can leave a direct message');
    leaveChannel(this.#workplace.state, channel, this.#user.id);
  }

  /** Lets somebody into a channel that this person is in: the app, if nobody is named. */
  invite(idOrName: string, userId: string = this.#workplace.state.app.botUserId): void {
    const channel = this.#sight.writable(idOrName);
    const invited = this.#workplace.state.users.get(userId);
    if (invited === undefined) throw new NotPossible(`there is no user ${userId}`);
    if (channel.kind === 'im') throw new NotPossible('nobody can be added to a direct message');
    if (this.#sight.isGuest) throw new NotPossible('guests cannot add anybody to a channel');
    if (channel.members.has(userId)) throw new NotPossible(`${invited.name} is in ${shown(channel)} already`);
    joinChannel(this.#workplace.state, channel, userId, this.#user.id);
  }

  /** Opens the App Home tab. */
  async openHome(): Promise<Outcome | undefined> {
    return sendEvent(this.#workplace, 'app_home_opened', {
      type: 'app_home_opened',
      user: this.#user.id,
      channel: this.dm,
      tab: 'home',
      event_ts: this.#workplace.state.ids.ts(),
    });
  }

  async #interact(payload: JsonObject): Promise<ActResult> {
    const type = stringAt(payload, 'type') ?? '';
    return actResult(await this.#deliver('interactive', payload, !answerless.includes(type)));
  }

  async #deliver(
    type: 'slash_commands' | 'interactive',
    payload: JsonObject,
    acceptsResponse: boolean,
  ): Promise<Outcome> {
    return this.#workplace.courier.deliver({ id: crypto.randomUUID(), type, payload, acceptsResponse });
  }

  async #act(place: Place, found: Placed, value: JsonObject): Promise<ActResult> {
    const action = { action_id: found.actionId, block_id: found.blockId, ...value };
    const { chosen } = this.#workplace.state;
    const values =
      'view' in place ? {} : valuesOf(blocksOf(place), chosen.get(choiceKey(this.#user.id, place.message)));
    return this.#interact(blockActions(this.#workplace, this.#user, place, action, values));
  }

  #keep(place: Place, found: Placed, value: JsonObject): void {
    if (valueField(stringAt(found.element, 'type') ?? '') === undefined) return;
    const { state } = this.#workplace;
    const kept =
      'view' in place ? place.view.values : (state.chosen.get(choiceKey(this.#user.id, place.message)) ?? {});
    kept[found.blockId] = { ...kept[found.blockId], [found.actionId]: value };
    if (!('view' in place)) state.chosen.set(choiceKey(this.#user.id, place.message), kept);
    state.changed();
  }

  /** The options that are chosen in a menu now. */
  #held(place: Place, found: Placed): JsonObject[] {
    const before =
      'view' in place
        ? place.view.values
        : this.#workplace.state.chosen.get(choiceKey(this.#user.id, place.message));
    const value = valuesOf(blocksOf(place), before)[found.blockId]?.[found.actionId];
    const one = objectAt(value, 'selected_option');
    return one === undefined ? objectsAt(value, 'selected_options') : [one];
  }

  /** Fills the external menus of a form in, and gives the values that are left. */
  #chooseExternal(
    view: View,
    values: Record<string, Entry>,
    offered: Readonly<Record<string, readonly JsonObject[]>>,
  ): Record<string, Entry> {
    const rest = { ...values };
    for (const found of placedElements(blocksOf({ view }))) {
      const key = [found.blockId, found.actionId].find((one) => Object.hasOwn(rest, one));
      const entry = rest[key ?? ''];
      if (key === undefined || entry === undefined || !isExternal(found)) continue;
      const value = entryValue(found.element, entry, [
        ...(offered[found.blockId] ?? []),
        ...this.#held({ view }, found),
      ]);
      if (value === undefined) throw new NotPossible(`there is no such choice as ${JSON.stringify(entry)}`);
      this.#keep({ view }, found, value);
      delete rest[key];
    }
    return rest;
  }

  #confirm(found: Placed, decline: boolean): boolean {
    const confirm = confirmOf(found, this.#user.id);
    if (confirm === undefined) return true;
    this.#confirmed(confirm);
    return !decline;
  }

  #declared(type: 'message' | 'global', callbackId: string): void {
    const { shortcuts } = this.#workplace.state.manifest;
    const known = shortcuts.some((shortcut) => shortcut.type === type && shortcut.callbackId === callbackId);
    if (!known) throw new NotPossible(`the app has no ${type} shortcut ${callbackId}`);
  }
}
