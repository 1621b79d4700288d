/** Said in the place of what cannot be shown, so that nobody takes it for missing. */
export function Unknown({ what, type }: { readonly what: 'a block' | 'an element'; readonly type: string }) {
  return (
    <p class="b-unknown" role="note">
      This practice workspace cannot show {what} of type {type}
    </p>
  );
}
