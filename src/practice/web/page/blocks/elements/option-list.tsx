import { useEffect } from 'preact/hooks';
import type { Choice, ChoiceGroup } from './menu-options.ts';

type Props = {
  readonly base: string;
  readonly label: string;
  readonly groups: readonly ChoiceGroup[];
  /** The place of the active choice among all of them. */
  readonly active: number;
  /** What there is to say besides or instead of choices. */
  readonly status: string | undefined;
  readonly onPick: (choice: Choice) => void;
};

/** What a combobox offers. The focus stays in its field. */
export function OptionList({ base, label, groups, active, status, onPick }: Props) {
  const choices = groups.flatMap((group) => group.choices);
  useEffect(() => {
    document.querySelector(`#${CSS.escape(base)}-option-${active}`)?.scrollIntoView({ block: 'nearest' });
  }, [base, active]);

  return (
    <div class="b-popup" onMouseDown={(event) => event.preventDefault()}>
      {status !== undefined && (
        <p class="b-popup-status" role="status">
          {status}
        </p>
      )}
      <div role="listbox" id={`${base}-list`} aria-label={label}>
        {groups.map((group) => (
          <div key={group.label} role="group" aria-label={group.label === '' ? label : group.label}>
            {group.label !== '' && (
              <div class="b-popup-group" role="presentation">
                {group.label}
              </div>
            )}
            {group.choices.map((choice) => {
              const at = choices.indexOf(choice);
              return (
                <div
                  key={choice.value}
                  id={`${base}-option-${at}`}
                  role="option"
                  class={at === active ? 'b-option active' : 'b-option'}
                  aria-selected={at === active}
                  onClick={() => onPick(choice)}
                >
                  {choice.label}
                  {choice.about !== undefined && <span class="b-small">{choice.about}</span>}
                </div>
              );
            })}
          </div>
        ))}
      </div>
    </div>
  );
}
