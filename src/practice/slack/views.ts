import { viewLimits } from '../../facts/slack.ts';
import { checkView } from './blocks/view.ts';
import { objectsAt, stringAt, type Json, type JsonObject } from './json.ts';
import { addForm } from './keep.ts';
import { withIds } from './messages.ts';
import { Refusal } from './refusal.ts';
import type { State, View } from './state.ts';
import { valuesOf } from './values.ts';

/**
 * Opens a modal for a person as the first of a new stack. What stood open before is gone: Slack shows one stack at a
 * time and does not document what becomes of the other.
 */
export function openView(state: State, userId: string, sent: Json): View {
  const body = prepared(state, sent, 'modal');
  for (const id of state.stacks.get(userId) ?? []) closeOne(state, id);
  const view = create(state, userId, body, 'modal');
  state.stacks.set(userId, [view.id]);
  state.changed();
  return view;
}

/** Puts a modal on top of those that the person has open; three at most. */
export function pushView(state: State, userId: string, sent: Json): View {
  const stack = state.stacks.get(userId) ?? [];
  const below = stack.at(-1);
  const root = stack[0];
  if (below === undefined || root === undefined) throw new Refusal('not_found');
  if (stack.length >= viewLimits.stack) throw new Refusal('push_limit_reached');
  const view = create(state, userId, prepared(state, sent, 'modal'), 'modal');
  view.rootId = root;
  view.previousId = below;
  state.stacks.set(userId, [...stack, view.id]);
  state.changed();
  return view;
}

/** Replaces what a view shows, if `hash` is still its own. Values stay where block and action ids do. */
export function updateView(state: State, view: View, sent: Json, hash: string | undefined): View {
  if (view.closed) throw new Refusal('not_found');
  if (hash !== undefined && hash !== view.hash) throw new Refusal('hash_conflict');
  const body = prepared(state, sent, view.type, view.id);
  view.body = body;
  view.values = valuesOf(objectsAt(body, 'blocks'), view.values);
  view.hash = newHash(state);
  addForm(view.history, { at: state.clock.now(), body: structuredClone(body) }, state.keep);
  state.changed();
  return view;
}

/** Sets a person's App Home. */
export function publishHome(state: State, userId: string, sent: Json, hash: string | undefined): View {
  const current = state.views.get(state.homes.get(userId) ?? '');
  if (current !== undefined) return updateView(state, current, sent, hash);
  const view = create(state, userId, prepared(state, sent, 'home'), 'home');
  state.homes.set(userId, view.id);
  state.changed();
  return view;
}

/** Takes the top view off the person's stack; the one below is shown again. */
export function closeTop(state: State, userId: string): void {
  const stack = state.stacks.get(userId) ?? [];
  const top = stack.at(-1);
  if (top === undefined) return;
  closeOne(state, top);
  state.stacks.set(userId, stack.slice(0, -1));
  state.changed();
}

/** Closes every modal of a person. */
export function closeAll(state: State, userId: string): void {
  for (const id of state.stacks.get(userId) ?? []) closeOne(state, id);
  state.stacks.set(userId, []);
  state.changed();
}

/** The view with this id or, failing that, this external id. */
export function findView(state: State, viewId: string | undefined, externalId: string | undefined): View {
  const found =
    viewId === undefined
      ? [...state.views.values()].findLast((view) => !view.closed && externalIdOf(view.body) === externalId)
      : state.views.get(viewId);
  if (found === undefined) throw new Refusal('not_found');
  return found;
}

function prepared(state: State, sent: Json, type: 'modal' | 'home', exceptId?: string): JsonObject {
  const body = structuredClone(checkView(sent, type));
  body['blocks'] = withIds(state, body['blocks'] ?? []);
  const externalId = externalIdOf(body);
  const taken = [...state.views.values()].some(
    (view) =>
      !view.closed &&
      view.id !== exceptId &&
      externalId !== undefined &&
      externalIdOf(view.body) === externalId,
  );
  if (taken) throw new Refusal('duplicate_external_id');
  return body;
}

function externalIdOf(body: JsonObject): string | undefined {
  return stringAt(body, 'external_id');
}

function create(state: State, userId: string, body: JsonObject, type: 'modal' | 'home'): View {
  const id = state.ids.next('V');
  const view: View = {
    id,
    type,
    userId,
    hash: newHash(state),
    rootId: id,
    body,
    values: valuesOf(objectsAt(body, 'blocks')),
    closed: false,
    history: [{ at: state.clock.now(), body: structuredClone(body) }],
  };
  state.views.set(id, view);
  return view;
}

function newHash(state: State): string {
  return `${state.ids.seconds()}.${state.ids.next('').toLowerCase()}`;
}

function closeOne(state: State, id: string): void {
  const view = state.views.get(id);
  if (view === undefined) return;
  view.closed = true;
  if (state.keep === 'recent') state.views.delete(id);
}
