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
import { NotPossible, Refusal } from './refusal.ts';
import { saysSomething } from './response-urls.ts';
import { seenMessage, type SeenMessage } from './seen.ts';
import { messageShape } from './shapes.ts';
import type { Channel, Message, User, View } from './state.ts';
import { commandText, typedBlocks, typedText } from './text.ts';
import { entryValue, placedElements, valueField, valuesOf, type Entry, type Placed } from './values.ts';
import { closeAll, closeTop } from './views.ts';
import type { Workplace } from './workplace.ts';

/** A message or a view, by its own id or as it was seen. */
export type Target = { channel: string; ts: string } | { id: string };

/** How a slash command, a click or a choice ended for the person. */
export type ActResult = {
  /** `not_sent`: Slack sends the app nothing for this. */
  outcome: Outcome['outcome'] | 'not_sent';
  /** What Slack shows the person when the app did not answer. */
  shownError?: 'operation_timeout' | 'dispatch_failed' | 'invalid_response';
  /** The app's answer in its acknowledgement. */
  response?: JsonObject;
  /** Why Slack did not take that answer. */
  problems?: readonly string[];
};

/** A confirm dialog that came up before an action. */
export type ConfirmSeen = {
  user: string;
  actionId: string;
  title: string;
  text: string;
  confirm: string;
  deny: string;
};

/** One person in the workspace. What Slack's own client would not let them do throws `NotPossible`. */
export class Persona {
  #workplace: Workplace;
  #user: User;
  #confirmed: (confirm: ConfirmSeen) => void;

  constructor(workplace: Workplace, user: User, confirmed: (confirm: ConfirmSeen) => void) {
    this.#workplace = workplace;
    this.#user = user;
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
    const { state } = this.#workplace;
    const place = this.#writable(channel);
    const [name = '', ...rest] = typed.split(' ');
    if (options.threadTs !== undefined) throw new NotPossible(`${name} is not supported in threads. Sorry!`);
    const known = state.manifest.commands.find(({ command }) => command === name);
    if (known === undefined) throw new NotPossible(`${name} is not a valid command`);
    const text = commandText(state, rest.join(' ').trim(), known.shouldEscape);
    const outcome = await this.#deliver(
      'slash_commands',
      slashCommand(this.#workplace, this.#user, place, name, text),
    );
    const result = actResult(outcome);
    if (!saysSomething(result.response)) return result;
    try {
      this.#workplace.responseUrls.respond({ userId: this.#user.id, channelId: place.id }, result.response);
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
    const place = this.#writable(channel);
    const bot = state.app;
    const text = typedText(state, typed.replaceAll(`@${bot.name}`, `<@${bot.botUserId}>`), false);
    const root = options.threadTs === undefined ? undefined : state.messageAt(place.id, options.threadTs);
    if (options.threadTs !== undefined && root === undefined)
      throw new NotPossible('there is no such message to reply to');
    const message: Message = {
      channel: place.id,
      ts: state.ids.ts(),
      user: this.#user.id,
      text,
      blocks: typedBlocks(text, state.ids.next('b')),
      attachments: [],
      files: options.files ?? [],
      deleted: false,
      history: [],
      ...(root === undefined ? {} : { threadTs: root.threadTs ?? root.ts }),
      ...((options.files ?? []).length > 0 ? { subtype: 'file_share' } : {}),
      // A bot of another app, as an incoming webhook or an old integration looks.
      ...(this.#user.kind === 'bot' ? { subtype: 'bot_message', botId: `B${this.#user.id.slice(1)}` } : {}),
    };
    message.history.push({ at: state.clock.now(), text, blocks: structuredClone(message.blocks) });
    state.messages.push(message);
    state.changed();
    return { message: seenMessage(message), delivered: announceMessage(this.#workplace, message) };
  }

  /** Changes a message of one's own. Only in direct messages does the app hear of it. */
  edit(target: { channel: string; ts: string }, typed: string): Promise<Outcome | undefined> {
    const { state } = this.#workplace;
    const message = this.#message(target);
    if (message.user !== this.#user.id) throw new NotPossible('people edit their own messages only');
    const before = messageShape(state, message);
    message.text = typedText(state, typed, false);
    message.blocks = typedBlocks(message.text, state.ids.next('b'));
    message.history.push({
      at: state.clock.now(),
      text: message.text,
      blocks: structuredClone(message.blocks),
    });
    state.changed();
    return announceChange(this.#workplace, message, before, 'message_changed');
  }

  /** Adds a file to the workspace; `say` with its id puts it into a channel. */
  upload(name: string, content: string | Buffer): string {
    const { state } = this.#workplace;
    const bytes = Buffer.from(content);
    const id = state.ids.next('F');
    state.files.set(id, {
      id,
      name,
      title: name,
      user: this.#user.id,
      size: bytes.length,
      created: state.ids.seconds(),
      channels: [],
      content: bytes,
      completed: true,
    });
    return id;
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
    const place = this.#place(target);
    const found = find(place, button, options.blockId);
    if (found.element['type'] !== 'button') throw new NotPossible(`${button} is no button`);
    if (!this.#confirm(found, options.decline === true)) return { outcome: 'not_sent' };
    const { element } = found;
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
    const place = this.#place(target);
    const found = find(place, action, options.blockId);
    const value = entryValue(found.element, entry, options.offered);
    if (value === undefined) throw new NotPossible(`${action} does not offer ${JSON.stringify(entry)}`);
    if (!this.#confirm(found, options.decline === true)) return { outcome: 'not_sent' };
    this.#keep(place, found, value);
    const silent = found.block['type'] === 'input' && found.block['dispatch_action'] !== true;
    if (silent) return { outcome: 'not_sent' };
    return this.#act(place, found, value);
  }

  /** Types into an external menu and gets what the app offers. */
  async suggest(target: Target, action: string, query: string): Promise<JsonObject[]> {
    const place = this.#place(target);
    const { blockId, actionId } = find(place, action);
    const payload = blockSuggestion(this.#workplace, this.#user, place, { blockId, actionId, value: query });
    const { response } = actResult(await this.#deliver('interactive', payload));
    const groups = objectsAt(response, 'option_groups');
    return [...objectsAt(response, 'options'), ...groups.flatMap((group) => objectsAt(group, 'options'))];
  }

  /** Uses a message shortcut. Slack shows none on ephemeral messages. */
  async shortcut(target: { channel: string; ts: string }, callbackId: string): Promise<ActResult> {
    const message = this.#message(target);
    if (message.ephemeralTo !== undefined)
      throw new NotPossible('there are no shortcuts on ephemeral messages');
    this.#declared('message', callbackId);
    const channel = this.#channelOf(message);
    const payload = messageAction(this.#workplace, this.#user, message, channel, callbackId);
    return actResult(await this.#deliver('interactive', payload));
  }

  async globalShortcut(callbackId: string): Promise<ActResult> {
    this.#declared('global', callbackId);
    return actResult(
      await this.#deliver('interactive', globalShortcut(this.#workplace, this.#user, callbackId)),
    );
  }

  /**
   * Fills a modal in and sends it. `values` go by action id or block id; what is not named keeps its value. Slack's own
   * client refuses what is missing or out of bounds, and so does this, with `NotPossible`.
   */
  async submit(target: { id: string }, values: Record<string, Entry> = {}): Promise<SubmitResult> {
    const view = this.#view(target);
    return submitForm(this.#workplace, this.#user, view, values, (payload) =>
      this.#deliver('interactive', payload),
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
      told.map((view) => this.#deliver('interactive', viewClosed(this.#workplace, this.#user, view, all))),
    );
    return results[0] === undefined ? { outcome: 'not_sent' } : actResult(results[0]);
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

  async #deliver(type: 'slash_commands' | 'interactive', payload: JsonObject): Promise<Outcome> {
    const acceptsResponse = !['block_actions', 'message_action', 'shortcut', 'view_closed'].includes(
      String(payload['type']),
    );
    return this.#workplace.courier.deliver({ id: crypto.randomUUID(), type, payload, acceptsResponse });
  }

  async #act(place: Place, found: Placed, value: JsonObject): Promise<ActResult> {
    const action = { action_id: found.actionId, block_id: found.blockId, ...value };
    const values =
      'view' in place ? {} : valuesOf(blocksOf(place), this.#workplace.state.chosen.get(this.#key(place)));
    const payload = blockActions(this.#workplace, this.#user, place, action, values);
    return actResult(await this.#deliver('interactive', payload));
  }

  #keep(place: Place, found: Placed, value: JsonObject): void {
    if (valueField(String(found.element['type'])) === undefined) return;
    const { state } = this.#workplace;
    const kept = 'view' in place ? place.view.values : (state.chosen.get(this.#key(place)) ?? {});
    kept[found.blockId] = { ...kept[found.blockId], [found.actionId]: value };
    if (!('view' in place)) state.chosen.set(this.#key(place), kept);
    state.changed();
  }

  #key(place: { message: Message }): string {
    return `${this.#user.id} ${place.message.channel} ${place.message.ts}`;
  }

  #confirm(found: Placed, decline: boolean): boolean {
    const confirm = objectAt(found.element, 'confirm');
    if (confirm === undefined) return true;
    const textOf = (key: string, usual: string): string => stringAt(objectAt(confirm, key), 'text') ?? usual;
    this.#confirmed({
      user: this.#user.id,
      actionId: found.actionId,
      title: textOf('title', 'Are you sure?'),
      text: textOf('text', ''),
      confirm: textOf('confirm', 'Yes'),
      deny: textOf('deny', 'No'),
    });
    return !decline;
  }

  #declared(type: 'message' | 'global', callbackId: string): void {
    const { shortcuts } = this.#workplace.state.manifest;
    const known = shortcuts.some((shortcut) => shortcut.type === type && shortcut.callbackId === callbackId);
    if (!known) throw new NotPossible(`the app has no ${type} shortcut ${callbackId}`);
  }

  #place(target: Target): Place {
    if ('id' in target) return { view: this.#view(target) };
    const message = this.#message(target);
    return { message, channel: this.#channelOf(message) };
  }

  #view(target: { id: string }): View {
    const { state } = this.#workplace;
    const view = state.views.get(target.id);
    if (view === undefined || view.userId !== this.#user.id)
      throw new NotPossible(`there is no view ${target.id}`);
    const isShown = view.type === 'home' || state.stacks.get(this.#user.id)?.at(-1) === view.id;
    if (view.closed || !isShown) throw new NotPossible(`the view ${target.id} is not on the screen`);
    return view;
  }

  #message(target: { channel: string; ts: string }): Message {
    const message = this.#workplace.state.messages.find(
      (candidate) =>
        candidate.channel === target.channel &&
        candidate.ts === target.ts &&
        !candidate.deleted &&
        (candidate.ephemeralTo === undefined || candidate.ephemeralTo === this.#user.id),
    );
    if (message === undefined) throw new NotPossible(`${this.#user.name} does not see that message`);
    this.#channelOf(message);
    return message;
  }

  #channelOf(message: Message): Channel {
    const channel = this.#workplace.state.channels.get(message.channel);
    if (channel === undefined || !channel.members.has(this.#user.id)) {
      throw new NotPossible(`${this.#user.name} is not in ${message.channel}`);
    }
    return channel;
  }

  #writable(idOrName: string): Channel {
    const { state } = this.#workplace;
    if (idOrName === 'dm') return state.imWith(this.#user.id);
    const name = idOrName.replace(/^#/, '');
    const channel =
      state.channels.get(idOrName) ??
      [...state.channels.values()].find((candidate) => candidate.name === name);
    if (channel === undefined) throw new NotPossible(`there is no channel ${idOrName}`);
    if (!channel.members.has(this.#user.id))
      throw new NotPossible(`${this.#user.name} is not in ${idOrName}`);
    if (channel.isArchived) throw new NotPossible(`${idOrName} is archived`);
    return channel;
  }
}

function blocksOf(place: Place): JsonObject[] {
  return 'view' in place ? objectsAt(place.view.body, 'blocks') : place.message.blocks;
}

/** The one element with this action id or, failing that, this label. */
function find(place: Place, wanted: string, blockId?: string): Placed {
  const all = placedElements(blocksOf(place)).filter(
    (placed) => blockId === undefined || placed.blockId === blockId,
  );
  const byId = all.filter((placed) => placed.actionId === wanted);
  const matches =
    byId.length > 0
      ? byId
      : all.filter((placed) => stringAt(objectAt(placed.element, 'text'), 'text') === wanted);
  const [first, second] = matches;
  if (first === undefined) throw new NotPossible(`there is no ${wanted} in it`);
  if (second !== undefined) throw new NotPossible(`${wanted} stands there more than once; name its block`);
  return first;
}

function actResult(outcome: Outcome): ActResult {
  switch (outcome.outcome) {
    case 'acked':
      return { outcome: 'acked', ...(outcome.payload === undefined ? {} : { response: outcome.payload }) };
    case 'timeout':
      return { outcome: 'timeout', shownError: 'operation_timeout' };
    case 'no_connection':
    case 'failed':
      return { outcome: outcome.outcome, shownError: 'dispatch_failed' };
  }
}
