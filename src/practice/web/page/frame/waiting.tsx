import type { Link } from '../feed/live.ts';

/** What is shown until the first feed has come. */
export function Waiting({ link }: { readonly link: Link }) {
  return (
    <main class="waiting">
      <h1>Practice</h1>
      <p role="status">
        {link === 'lost'
          ? 'Practice does not answer. Start it again with "npm start"; this page comes back by itself.'
          : 'Opening the workspace …'}
      </p>
    </main>
  );
}
