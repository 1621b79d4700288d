import { useState } from 'preact/hooks';
import type { View } from '../../protocol.ts';
import { Blocks } from './block.tsx';
import { Drafts } from './drafts.ts';
import { objectsAt } from './json.ts';
import { SurfaceAround } from './surface-around.tsx';

/** What the app has published for App Home. */
export function HomeBody({ view }: { readonly view: View }) {
  const [drafts] = useState(() => new Drafts());
  const blocks = objectsAt(view.body, 'blocks');
  return (
    <SurfaceAround kind="home" target={{ id: view.id }} {...{ blocks, drafts }} values={view.values}>
      <Blocks blocks={blocks} />
    </SurfaceAround>
  );
}
