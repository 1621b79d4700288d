import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Front } from '../../../core/ports/front.ts';
import { bugView } from '../../../core/view/error-view.ts';
import { handle, type Deps } from '../delivery.ts';
import { aboutOf, errorsFor, FORM_CALLBACK, FormState, valuesOf } from '../modal.ts';
import { createReply } from '../reply.ts';

const Body = z.object({
  user: z.object({ id: z.string() }),
  trigger_id: z.string().optional(),
  view: z.object({
    id: z.string(),
    hash: z.string(),
    private_metadata: z.string(),
    state: z.object({ values: FormState }),
  }),
});

/** Submitted forms: their faults are answered by the acknowledgement itself, so that the modal stays open. */
export function listenToViews(app: App, deps: Deps, front: Front): void {
  app.view({ type: 'view_submission', callback_id: FORM_CALLBACK }, async ({ ack, body }) => {
    const { user, trigger_id, view } = Body.parse(body);
    const { verb, ref, place } = aboutOf(view.private_metadata);
    const values = valuesOf(view.state.values);
    const errors = errorsFor(faultsOf({ verb, ref, values }), Object.keys(values));
    if (Object.keys(errors).length > 0) {
      await ack({ response_action: 'errors', errors });
      return;
    }
    await ack();
    const person = user.id;
    const deliveryId = trigger_id ?? `${view.id}.${view.hash}`;
    const delivery = { deliveryId, person, place, reply: createReply(deps, { place, person }) };
    await handle(deps, delivery, (signal) => front.submit({ ...delivery, verb, ref, values }, signal));
  });

  const faultsOf = (submission: Parameters<Front['check']>[0]): Readonly<Record<string, string>> => {
    try {
      return front.check(submission);
    } catch (error) {
      const reference = deps.ids.next();
      deps.log.error({ reference, err: error }, 'a form could not be checked');
      return { '': bugView(reference).summary };
    }
  };
}
