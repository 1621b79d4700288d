import type { ComponentChildren } from 'preact';

type Props = { readonly label: string; readonly children: ComponentChildren };

/** A table that is as wide as it has to be; the keyboard can scroll it. */
export function ScrollTable({ label, children }: Props) {
  return (
    <div class="b-table-scroll" role="group" aria-label={label} tabIndex={0}>
      <table class="b-table">{children}</table>
    </div>
  );
}
