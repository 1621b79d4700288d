import { Component, type ComponentChild, type FunctionComponent } from 'preact';
import { createElement } from 'preact';

/** A component that is drawn again only if one of its props is another value, however often its parent is. */
export function still<P extends object>(part: FunctionComponent<P>): new (props: P) => Component<P> {
  return class Still extends Component<P> {
    override shouldComponentUpdate(next: Readonly<P>): boolean {
      const before: Readonly<Record<string, unknown>> = { ...this.props };
      const after: Readonly<Record<string, unknown>> = { ...next };
      const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
      return [...keys].some((key) => before[key] !== after[key]);
    }

    override render(): ComponentChild {
      return createElement(part, this.props as P);
    }
  };
}
