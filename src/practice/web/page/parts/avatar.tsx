import { colourOf, initials } from './looks.ts';

/** Somebody's picture: letters on a colour that is always the same. */
export function Avatar({ id, name, size }: { id: string; name: string; size?: 'small' | 'large' }) {
  return (
    <span class={`avatar tint-${colourOf(id)}${size === undefined ? '' : ` ${size}`}`} aria-hidden="true">
      {initials(name)}
    </span>
  );
}
