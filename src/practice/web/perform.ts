import type { Workspace } from '../slack/control.ts';
import { FieldRefusal } from '../slack/forms.ts';
import type { Persona } from '../slack/persona.ts';
import { NotPossible, Refusal } from '../slack/refusal.ts';
import type { Entry } from '../slack/values.ts';
import { typedMax } from './acts.ts';
import { ownCommand } from './commands.ts';
import type { Offers } from './offers.ts';
import type { Panel } from './panel.ts';
import type { Act, Answer, Submitted, Target } from './protocol.ts';
import {
  actionFailure,
  commandFailure,
  formFailure,
  optionsFailure,
  refusalWords,
  sentence,
} from './words.ts';

/** Files that Slack's client lets a person put into one message. */
const filesMax = 10;

/** What acts are done with. */
export type Means = {
  readonly workspace: Workspace;
  readonly panel: Panel | undefined;
  readonly offers: Offers;
  /** Faults that nobody waits for. */
  readonly onFault: (error: unknown) => void;
};

type Of<Name extends Act['act']> = Extract<Act, { act: Name }>;

/** Does what a person asked for on the page. Rejects only for faults of the program. */
export async function perform(means: Means, persona: Persona, act: Act): Promise<Answer> {
  try {
    return await dispatch(means, persona, act);
  } catch (error) {
    const words = refusalWords(error);
    if (words === undefined) throw error;
    return { ok: false, error: words };
  }
}

async function dispatch(means: Means, persona: Persona, act: Act): Promise<Answer> {
  switch (act.act) {
    case 'say':
      return say(means, persona, act);
    case 'slash':
      return slash(means, persona, act);
    case 'edit':
      checkTyped(act.text);
      unattended(means, persona.revise({ channel: act.channel, ts: act.ts }, act.text).delivered);
      return done();
    case 'click':
      return done(actionFailure(await persona.click(act.target, act.actionId, { blockId: act.blockId })));
    case 'select':
      return select(persona, act);
    case 'suggest':
      return suggest(means, persona, act);
    case 'submit':
      return submit(means, persona, act);
    case 'close':
      if (means.workspace.views(persona.id).length === 0) return { ok: false, error: 'No form is open.' };
      // The form is gone at once, whatever the app has to say to it.
      unattended(means, persona.closeView({ all: act.all }));
      return done();
    case 'shortcut':
    case 'globalShortcut':
      return shortcut(means, persona, act);
    case 'openHome':
      unattended(means, persona.openHome());
      return done();
    case 'join':
      persona.join(act.channel);
      return done();
    case 'leave':
      persona.leave(act.channel);
      return done();
    case 'invite':
      persona.invite(act.channel);
      return done();
    case 'panel': {
      if (means.panel === undefined) return { ok: false, error: 'There is nothing here to break or mend.' };
      return { ok: true, result: await means.panel.act(act.item, act.action) };
    }
  }
}

function say(means: Means, persona: Persona, { channel, text, threadTs, files }: Of<'say'>): Answer {
  if ((files ?? []).length === 0) checkTyped(text);
  else checkLength(text);
  const attached = new Set(files);
  if (attached.size > filesMax) throw new NotPossible(`a message takes ${filesMax} files at most`);
  const options = {
    ...(threadTs === undefined ? {} : { threadTs }),
    ...(files === undefined ? {} : { files: [...attached].map((id) => ownFile(means, persona, id)) }),
  };
  const { message, delivered } = persona.say(channel, text, options);
  // The app's acknowledgement is between Slack and the app: the message stands there at once.
  unattended(means, delivered);
  return { ok: true, result: { ts: message.ts } };
}

async function slash(
  { workspace }: Means,
  persona: Persona,
  { channel, text, threadTs }: Of<'slash'>,
): Promise<Answer> {
  checkTyped(text);
  if (threadTs === undefined && ownCommand(workspace, persona, channel, text)) return done();
  const [name = ''] = text.split(' ');
  const isKnown = workspace.state.manifest.commands.some(({ command }) => command === name);
  if (!isKnown && threadTs === undefined) {
    const words = `${name} is not a valid command. To send it as a message, put a space before it.`;
    return { ok: false, error: words };
  }
  const options = threadTs === undefined ? {} : { threadTs };
  return done(commandFailure(name, await persona.slash(channel, text, options)));
}

async function select(persona: Persona, act: Of<'select'>): Promise<Answer> {
  const options = {
    blockId: act.blockId,
    ...(act.offered === undefined ? {} : { offered: act.offered }),
  };
  return done(actionFailure(await persona.select(act.target, act.actionId, act.entry, options)));
}

async function suggest({ offers }: Means, persona: Persona, act: Of<'suggest'>): Promise<Answer> {
  const { target, blockId, actionId, query } = act;
  try {
    const options = await persona.suggest(target, actionId, query, { blockId });
    offers.remember({ person: persona.id, place: placeOf(target), blockId }, options);
    return { ok: true, result: options };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ok: true, result: [], shown: optionsFailure(error) };
  }
}

async function submit({ offers }: Means, persona: Persona, act: Of<'submit'>): Promise<Answer> {
  const target = { id: act.view };
  const entries = Object.entries(act.values);
  const offered = Object.fromEntries(
    entries.map(([blockId]) => [blockId, offers.of({ person: persona.id, place: placeOf(target), blockId })]),
  );
  const values: Record<string, Entry> = Object.fromEntries(entries);
  try {
    const { outcome, errors, problems } = await persona.submit(target, values, { offered });
    const shown = formFailure(outcome, problems);
    return { ...submitted({ errors: errors ?? {} }), ...(shown === undefined ? {} : { shown }) };
  } catch (error) {
    if (!(error instanceof FieldRefusal)) throw error;
    return submitted({ errors: { [error.blockId]: error.words } });
  }
}

async function shortcut(
  { workspace }: Means,
  persona: Persona,
  act: Of<'shortcut'> | Of<'globalShortcut'>,
): Promise<Answer> {
  const result =
    act.act === 'shortcut'
      ? await persona.shortcut({ channel: act.channel, ts: act.ts }, act.callbackId)
      : await persona.globalShortcut(act.callbackId);
  const { shortcuts } = workspace.state.manifest;
  const name = shortcuts.find(({ callbackId }) => callbackId === act.callbackId)?.name ?? act.callbackId;
  return done(commandFailure(`“${name}”`, result));
}

function submitted({ errors }: Submitted): Extract<Answer, { ok: true }> {
  return { ok: true, result: { errors: { ...errors } } };
}

function done(shown?: string): Answer {
  return shown === undefined ? { ok: true } : { ok: true, shown: sentence(shown) };
}

function placeOf(target: Target): string {
  return 'id' in target ? target.id : `${target.channel} ${target.ts}`;
}

function checkTyped(text: string): void {
  if (text.trim() === '') throw new NotPossible('there is nothing in the message yet');
  checkLength(text);
}

function checkLength(text: string): void {
  if (text.length > typedMax) {
    const counts = `${text.length.toLocaleString('en')} characters; ${typedMax.toLocaleString('en')} is the most`;
    throw new NotPossible(`your message is too long: it has ${counts}`);
  }
}

/** People put their own files into messages. */
function ownFile({ workspace }: Means, persona: Persona, id: string): string {
  const file = workspace.state.files.get(id);
  if (file?.user !== persona.id) throw new NotPossible('that file is not there any more; attach it again');
  return id;
}

/** What goes on after the page has been answered. */
function unattended({ onFault }: Means, going: Promise<unknown>): void {
  going.catch(onFault);
}
