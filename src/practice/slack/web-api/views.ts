import { z } from 'zod';
import { Refusal } from '../refusal.ts';
import { viewShape } from '../shapes.ts';
import { findView, openView, publishHome, pushView, updateView } from '../views.ts';
import { checkView } from '../blocks/view.ts';
import { method, structured, text, type Method } from './method.ts';

const opening = z.object({
  trigger_id: text.optional(),
  interactivity_pointer: text.optional(),
  view: structured,
});

/** views.open, push, update, publish. None of them needs a scope. */
export const viewMethods: Record<string, Method> = {
  'views.open': method({}, opening, ({ state, triggers }, args) => {
    // A view that Slack refuses does not use the trigger up (undocumented; kinder than the other way round).
    checkView(args.view, 'modal');
    const userId = triggers.exchange(pointerOf(args));
    return { view: viewShape(state, openView(state, userId, args.view)) };
  }),

  'views.push': method({}, opening, ({ state, triggers }, args) => {
    checkView(args.view, 'modal');
    const userId = triggers.exchange(pointerOf(args));
    return { view: viewShape(state, pushView(state, userId, args.view)) };
  }),

  'views.update': method(
    {},
    z.object({
      view_id: text.optional(),
      external_id: text.optional(),
      hash: text.optional(),
      view: structured,
    }),
    ({ state }, args) => {
      if (args.view_id === undefined && args.external_id === undefined) {
        throw new Refusal('invalid_arguments', ['[ERROR] missing required field: view_id']);
      }
      const view = findView(state, args.view_id, args.external_id);
      return { view: viewShape(state, updateView(state, view, args.view, args.hash)) };
    },
  ),

  'views.publish': method(
    {},
    z.object({ user_id: text, hash: text.optional(), view: structured }),
    ({ state }, args) => {
      if (!state.users.has(args.user_id)) throw new Refusal('user_not_found');
      return { view: viewShape(state, publishHome(state, args.user_id, args.view, args.hash)) };
    },
  ),
};

function pointerOf(args: {
  trigger_id?: string | undefined;
  interactivity_pointer?: string | undefined;
}): string {
  const pointer = args.trigger_id ?? args.interactivity_pointer;
  if (pointer === undefined)
    throw new Refusal('invalid_arguments', ['[ERROR] missing required field: trigger_id']);
  return pointer;
}
