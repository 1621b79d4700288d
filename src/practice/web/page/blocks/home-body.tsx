import type { View } from '../../protocol.ts';

/** What the app has published for App Home. */
export function HomeBody({ view }: { readonly view: View }) {
  return <div class="body">{view.id}</div>;
}
