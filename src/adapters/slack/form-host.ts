import { z } from 'zod';
import { UserError } from '../../core/errors.ts';
import type { FormHost } from '../../core/ports/front.ts';
import type { Place } from '../../core/ports/messenger.ts';
import { bugView, errorView } from '../../core/view/error-view.ts';
import type { Form } from '../../core/view/view.ts';
import { refusalOf } from './api.ts';
import { formModal, loadingModal, textModal } from './modal.ts';
import type { Deps } from './delivery.ts';

/** The trigger is used up: too late, or by a call whose answer was lost (docs.slack.dev/reference/methods/views.open). */
const NO_TRIGGER = new Set(['expired_trigger_id', 'exchanged_trigger_id', 'invalid_trigger_id']);

const Opened = z.object({ view: z.object({ id: z.string(), hash: z.string() }) });

/** Opens modals with the trigger of one click or shortcut. The loading view comes first: a trigger lives 3 s. */
export function formHost(deps: Deps, triggerId: string, place: Place): FormHost {
  const { api, publisher, ids, log, stop } = deps;
  const views = (method: string, args: Record<string, unknown>) =>
    publisher.call(method, '', () => api.call(method, args), stop);

  /** The form's modal, or one that says why there is none. */
  const modalOf = async (form: Promise<Form>) => {
    try {
      return formModal(await form, place);
    } catch (error) {
      if (error instanceof UserError) return textModal(errorView(error));
      const reference = ids.next();
      log.error({ reference, err: error }, 'a form could not be made');
      return textModal(bugView(reference));
    }
  };

  const openLoading = async () => {
    try {
      return Opened.parse(await views('views.open', { trigger_id: triggerId, view: loadingModal() })).view;
    } catch (error) {
      if (!NO_TRIGGER.has(refusalOf(error) ?? '')) throw error;
      throw new UserError(
        'not-possible',
        'Slack was too slow for the form to be opened.',
        'Close it if it stands there empty, and try again.',
      );
    }
  };

  return {
    open: async (form) => {
      const modal = modalOf(form);
      const view = await openLoading();
      try {
        await views('views.update', { view_id: view.id, hash: view.hash, view: await modal });
      } catch (error) {
        const word = refusalOf(error);
        if (word !== 'not_found' && word !== 'hash_conflict') throw error;
        log.info({ word }, 'a modal was closed before its form was there');
      }
    },
  };
}
