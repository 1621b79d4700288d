import type { ComponentChildren } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import type { Answer } from '../../protocol.ts';
import { useWorld } from '../world.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { isUnsent, sending } from './draft.ts';
import { fieldKey, inputsOf, type Placed } from './entries.ts';
import { objectAt, stringAt, type JsonObject } from './json.ts';
import { useSurface, type Surface } from './surface.ts';

export type Acting = {
  /** Asks whether the person is sure, where the app wants that, and does it. `busy`: something is being done already. */
  readonly run: (act: () => Promise<Answer>) => Promise<Answer | 'declined' | 'busy'>;
  readonly isBusy: boolean;
  /** What came of the last act, if there is something to say. */
  readonly said: string | undefined;
  /** To be drawn beside the element: the question and what came of it. */
  readonly aside: ComponentChildren;
  readonly saidId: string;
};

type Question = { readonly confirm: JsonObject; readonly answer: (isSure: boolean) => void };

/** How an element does something: one thing at a time, with what comes of it said beside the element. */
export function useActing(element: JsonObject): Acting {
  const [isBusy, setBusy] = useState(false);
  const [said, setSaid] = useState<string>();
  const [question, setQuestion] = useState<Question>();
  const running = useRef(false);
  const saidId = `${useId()}-said`;

  const isSure = async (): Promise<boolean> => {
    const confirm = objectAt(element, 'confirm');
    if (confirm === undefined) return true;
    const sure = await new Promise<boolean>((answer) => setQuestion({ confirm, answer }));
    setQuestion(undefined);
    return sure;
  };

  const run: Acting['run'] = async (act) => {
    if (running.current) return 'busy';
    running.current = true;
    try {
      if (!(await isSure())) return 'declined';
      setSaid(undefined);
      setBusy(true);
      const answer = await act();
      setSaid(answer.ok ? answer.shown : answer.error);
      return answer;
    } finally {
      running.current = false;
      setBusy(false);
    }
  };

  const aside = (
    <>
      {said !== undefined && (
        <p class="b-said" role="alert" id={saidId}>
          {said}
        </p>
      )}
      {question !== undefined && <ConfirmDialog confirm={question.confirm} onAnswer={question.answer} />}
    </>
  );
  return { run, isBusy, said, aside, saidId };
}

/** Tells the workspace what was typed into inputs that say nothing by themselves, before an act that the app hears of. */
export function useFlush(): () => Promise<void> {
  const surface = useSurface();
  const { act } = useWorld();
  return async () => {
    for (const placed of inputsOf(surface.blocks)) {
      if (placed.block['dispatch_action'] === true) continue;
      const key = fieldKey(placed);
      const draft = surface.drafts.get(key);
      if (draft === undefined || !isUnsent(draft)) continue;
      surface.drafts.put(key, sending(draft));
      await act({ act: 'select', ...whereOf(surface, placed), entry: draft.entry, ...offeredOf(draft) });
    }
  };
}

export function offeredOf(draft: { readonly offered?: readonly JsonObject[] }): {
  offered?: readonly JsonObject[];
} {
  return draft.offered === undefined ? {} : { offered: draft.offered };
}

/** The part of an act that names the element. */
export function whereOf(
  surface: Surface,
  { block, element }: Placed,
): {
  target: Surface['target'];
  blockId: string;
  actionId: string;
} {
  return {
    target: surface.target,
    blockId: stringAt(block, 'block_id') ?? '',
    actionId: stringAt(element, 'action_id') ?? '',
  };
}
