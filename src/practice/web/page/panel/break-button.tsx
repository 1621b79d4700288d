import { Icon } from '../parts/icon.tsx';
import { useShell } from '../frame/shell.ts';

/** Opens and closes the panel, where there is one. */
export function BreakButton() {
  const { known, isPanelOpen, showPanel } = useShell();
  if (known.panel === undefined) return null;
  return (
    <button
      type="button"
      class="break-button"
      aria-expanded={isPanelOpen}
      onClick={() => showPanel(!isPanelOpen)}
    >
      <Icon name="bolt" />
      <span class="break-words">Break things</span>
    </button>
  );
}
