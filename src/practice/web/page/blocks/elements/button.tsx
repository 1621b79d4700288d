import { useWorld } from '../../world.ts';
import type { Placed } from '../entries.ts';
import { objectAt, stringAt } from '../json.ts';
import { isSafeUrl } from '../prose.ts';
import { useSurface } from '../surface.ts';
import { TextObject } from '../text/text-object.tsx';
import { useActing, useFlush, whereOf } from '../use-acting.tsx';

/** A button, and a button that leads somewhere: the app hears of both. */
export function Button({ placed }: { readonly placed: Placed }) {
  const { element } = placed;
  const { act } = useWorld();
  const surface = useSurface();
  const flush = useFlush();
  const { run, isBusy, aside } = useActing(element);
  const url = stringAt(element, 'url');

  const press = async (): Promise<void> => {
    const outcome = await run(async () => {
      if (url !== undefined && isSafeUrl(url)) window.open(url, '_blank', 'noopener,noreferrer');
      await flush();
      return act({ act: 'click', ...whereOf(surface, placed) });
    });
    void outcome;
  };

  // `aria-disabled` and not `disabled`: the focus is to stay where it is.
  return (
    <>
      <button
        type="button"
        class={`b-button ${stringAt(element, 'style') ?? ''}`}
        aria-disabled={isBusy}
        aria-busy={isBusy}
        aria-label={stringAt(element, 'accessibility_label')}
        onClick={() => void press()}
      >
        <TextObject text={objectAt(element, 'text')} />
        {url !== undefined && <span class="b-leads-out" aria-hidden="true" />}
      </button>
      {aside}
    </>
  );
}
