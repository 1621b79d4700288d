import type { Link } from '../feed/live.ts';

/** Says that what is shown may be old. */
export function LostBanner({ link }: { readonly link: Link }) {
  return (
    <div class="lost-banner" role="status">
      {link === 'lost'
        ? 'Reconnecting to Practice … If it was stopped, start it again with "npm start".'
        : null}
    </div>
  );
}
