import { stringAt, type JsonObject } from '../json.ts';

/** A file that is kept elsewhere: Slack shows what it was told of it, and here nobody tells. */
export function RemoteFile({ block }: { readonly block: JsonObject }) {
  return <div class="b-file">Remote file {stringAt(block, 'external_id')}</div>;
}
