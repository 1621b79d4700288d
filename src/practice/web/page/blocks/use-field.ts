import { useEffect, useState } from 'preact/hooks';
import type { Entry } from '../../protocol.ts';
import { useWorld } from '../world.ts';
import { entered, isUnsent, reconciled, same, sending, type Draft } from './draft.ts';
import { entryOf, fieldKey, valueAt, type Placed } from './entries.ts';
import { useFieldIds } from './field-ids.ts';
import { objectAt, stringAt, typeOf, type JsonObject } from './json.ts';
import { useSurface } from './surface.ts';
import { offeredOf, useActing, useFlush, whereOf, type Acting } from './use-acting.tsx';

export type Field = Pick<Acting, 'isBusy' | 'aside'> & {
  /** What is entered now, whether the workspace knows it or not. */
  readonly entry: Entry;
  /** What the workspace has, in Slack's form. */
  readonly known: JsonObject | undefined;
  readonly offered: readonly JsonObject[] | undefined;
  /** A choice that is made at once, as in a menu. */
  readonly choose: (entry: Entry, offered?: readonly JsonObject[]) => void;
  /** Typing that is not done yet. */
  readonly write: (entry: Entry) => void;
  /** Typing that is done: what the workspace does not know is told to it, where it wants to know. */
  readonly commit: () => void;
  /** What goes onto the control itself. */
  readonly control: Control;
};

export type Control = {
  readonly id: string;
  readonly 'aria-invalid'?: true;
  readonly 'aria-describedby'?: string;
  readonly 'aria-required'?: true;
  readonly 'aria-busy'?: true;
};

/** How a person enters something: what is entered is shown at once and stays until the workspace has it or something else. */
export function useField(placed: Placed): Field {
  const { block, element } = placed;
  const { act } = useWorld();
  const surface = useSurface();
  const flush = useFlush();
  const acting = useActing(element);
  const key = fieldKey(placed);
  const draft = useDraft(key);
  const known = valueAt(surface.values, placed);
  const knownEntry = entryOf(element, known);
  const left = draft === undefined ? undefined : reconciled(draft, knownEntry);

  useEffect(() => {
    if (left !== draft) surface.drafts.put(key, left);
  });

  const isInput = typeOf(block) === 'input';
  const dispatches = !isInput || block['dispatch_action'] === true;
  // The options of an external menu are known to the page alone: the workspace has to hear of the choice before the form is sent.
  const isHeard = dispatches || surface.kind !== 'modal' || typeOf(element).endsWith('external_select');
  const blockId = stringAt(block, 'block_id') ?? '';

  const put = (entry: Entry, offered?: readonly JsonObject[]): void => {
    const now = { entry, known: knownEntry, ...(offered === undefined ? {} : { offered }) };
    surface.drafts.put(key, entered(surface.drafts.get(key), now));
    surface.changed(blockId);
  };

  const send = async (): Promise<void> => {
    const outcome = await acting.run(async () => {
      if (dispatches) await flush();
      const draft = surface.drafts.get(key);
      if (draft === undefined) return { ok: true };
      surface.drafts.put(key, sending(draft));
      return act({ act: 'select', ...whereOf(surface, placed), entry: draft.entry, ...offeredOf(draft) });
    });
    const draft = surface.drafts.get(key);
    // What is entered while something is on its way goes after it.
    if (outcome === 'busy' || draft === undefined) return;
    if (outcome !== 'declined' && outcome.ok) {
      if (isUnsent(draft)) await send();
    } else {
      // What a person has typed is not taken from them; a choice goes back to what it was.
      surface.drafts.put(key, isTyped(element) ? { ...draft, sent: [] } : undefined);
    }
  };

  const start = (): void => {
    if (isHeard) void send();
  };

  const ids = useFieldIds();
  const hasError = surface.errors[blockId] !== undefined;
  const describedBy = [
    ...(hasError ? [ids.error] : []),
    ...(isInput && objectAt(block, 'hint') !== undefined ? [ids.hint] : []),
    ...(acting.said === undefined ? [] : [acting.saidId]),
  ];
  return {
    isBusy: acting.isBusy,
    aside: acting.aside,
    entry: left === undefined ? knownEntry : left.entry,
    known,
    offered: left?.offered,
    choose: (entry, offered) => {
      put(entry, offered);
      start();
    },
    write: (entry) => put(entry),
    commit: () => {
      const current = surface.drafts.get(key);
      if (current !== undefined && isUnsent(current) && !same(current.entry, knownEntry)) start();
    },
    control: {
      id: ids.control,
      ...(hasError ? { 'aria-invalid': true } : {}),
      ...(describedBy.length > 0 ? { 'aria-describedby': describedBy.join(' ') } : {}),
      ...(isInput && block['optional'] !== true ? { 'aria-required': true } : {}),
      ...(acting.isBusy ? { 'aria-busy': true } : {}),
    },
  };
}

function isTyped(element: JsonObject): boolean {
  return typeOf(element).endsWith('_input') && typeOf(element) !== 'file_input';
}

/** Draws the component again whenever something is entered in the message or view. */
function useDraft(key: string): Draft | undefined {
  const { drafts } = useSurface();
  const [, look] = useState({});
  useEffect(() => drafts.onChange(() => look({})), [drafts]);
  return drafts.get(key);
}
