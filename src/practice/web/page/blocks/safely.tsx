import { Component, type ComponentChildren } from 'preact';
import { Unknown } from './unknown.tsx';

type Props = { readonly type: string; readonly children: ComponentChildren };

/** Keeps the page whole when a block is not as it should be. */
export class Safely extends Component<Props, { failed: boolean }> {
  override state = { failed: false };

  static override getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render({ type, children }: Props) {
    return this.state.failed ? <Unknown what="a block" type={type} /> : children;
  }
}
