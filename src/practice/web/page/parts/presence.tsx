/** The dot beside the app's name. */
export function Presence({ isUp }: { readonly isUp: boolean }) {
  const words = isUp ? 'connected' : 'not connected';
  return (
    <span class={`presence${isUp ? ' is-up' : ''}`} title={words}>
      <span class="unseen">{words}</span>
    </span>
  );
}
