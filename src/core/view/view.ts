/**
 * What a person is to see, said without Slack: commands and `app` make views, one renderer turns them into blocks.
 * Every string is plain text and is escaped by the renderer; only the inline objects have a meaning.
 */
export type Inline =
  | string
  | { readonly bold: string }
  | { readonly code: string }
  | { readonly person: string } // a person's id, mentioned
  | { readonly channel: string }
  | { readonly time: number; readonly style: 'time' | 'date-time' } // epoch milliseconds, shown in the reader's zone
  | { readonly link: string; readonly label: string };
export type Rich = string | readonly Inline[];

/** What to do when a part does not fit its surface: cut and say how many more, put the whole in a file, or leave it out. */
export type Overflow = 'more' | 'file' | 'drop';

/** How a notice is meant; a renderer says it in words, not by colour alone. */
export type NoticeLevel = 'info' | 'success' | 'warning' | 'danger';

type Common = {
  /** Higher survives longer when there is no room. Default 5. */
  readonly priority?: number;
  readonly overflow?: Overflow;
};

export type Action = {
  /** What the click means; `app` has a handler of the same word. */
  readonly verb: string;
  /** The id of the thing it is about (a plan id). Never anything else. */
  readonly ref: string;
  readonly label: string;
  readonly style?: 'primary' | 'danger';
  /** Asked back before the click counts. */
  readonly confirm?: {
    readonly title: string;
    readonly text: string;
    readonly yes: string;
    readonly no: string;
  };
};

export type Part = Common &
  (
    | { readonly kind: 'heading'; readonly text: string }
    | { readonly kind: 'text'; readonly text: Rich }
    | { readonly kind: 'context'; readonly text: Rich } // small print
    | { readonly kind: 'fields'; readonly items: readonly { readonly label: string; readonly value: Rich }[] }
    | {
        readonly kind: 'table';
        readonly columns: readonly { readonly title: string; readonly align?: 'left' | 'right' }[];
        readonly rows: readonly (readonly Rich[])[];
        /** How many rows there are in all when `rows` is cut already. */
        readonly total?: number;
        /** Monospaced lines in place of a table: for a message that is edited often. */
        readonly compact?: boolean;
      }
    | { readonly kind: 'progress'; readonly done: number; readonly total: number }
    | {
        readonly kind: 'diff';
        readonly rows: readonly { readonly field: string; readonly before: string; readonly after: string }[];
      }
    | {
        readonly kind: 'notice';
        readonly level: NoticeLevel;
        readonly text: Rich;
      }
    | { readonly kind: 'code'; readonly text: string } // shown as it is, monospaced
    | { readonly kind: 'file'; readonly name: string; readonly content: string }
    | { readonly kind: 'actions'; readonly items: readonly Action[] }
  );

export type View = {
  /** One line: the notification, and what a reader without blocks gets. Never empty. */
  readonly summary: string;
  readonly parts: readonly Part[];
};

/** A form shown as a modal. Submitted, its values come back as text under the fields' names. */
export type FormField = {
  readonly name: string;
  readonly label: string;
  readonly kind: 'text' | 'select' | 'number';
  readonly value?: string;
  readonly options?: readonly { readonly value: string; readonly label: string }[]; // for select
  readonly hint?: string;
  readonly placeholder?: string;
  readonly optional?: boolean;
};
export type Form = {
  readonly verb: string;
  readonly ref: string;
  readonly title: string;
  readonly submit: string;
  readonly intro?: Rich;
  readonly fields: readonly FormField[];
};
