import { useState } from 'preact/hooks';
import { useWorld, type World } from '../world.ts';
import { objectAt, stringAt, type JsonObject } from './json.ts';

/** An image block's or element's picture; its words where it cannot be loaded. */
export function Picture({ image, name }: { readonly image: JsonObject; readonly name: string }) {
  const source = sourceOf(image, useWorld());
  const [failed, setFailed] = useState<string>();
  const words = stringAt(image, 'alt_text') ?? '';
  if (source === undefined || failed === source) return <span class="b-no-picture">Image: {words}</span>;
  return <img class={name} src={source} alt={words} loading="lazy" onError={() => setFailed(source)} />;
}

function sourceOf(image: JsonObject, world: World): string | undefined {
  const file = stringAt(objectAt(image, 'slack_file'), 'id');
  if (file !== undefined) return world.fileUrl(file);
  const url = stringAt(image, 'image_url') ?? stringAt(objectAt(image, 'slack_file'), 'url');
  return url !== undefined && /^(?:https?:\/\/|data:image\/)/iu.test(url) ? url : undefined;
}
