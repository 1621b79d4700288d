import { Icon } from '../parts/icon.tsx';
import { useShell } from '../frame/shell.ts';

/** To the list of channels, on a phone. */
export function BackButton() {
  const { go } = useShell();
  return (
    <button
      type="button"
      class="icon-button back-button"
      aria-label="Back to channels"
      onClick={() => go({ at: 'channels' })}
    >
      <Icon name="back" />
    </button>
  );
}
