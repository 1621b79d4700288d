/** Written text as a small tree. Slack's mrkdwn, its markdown block and its rich text all become this. */
export type Span =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'break' }
  | { readonly kind: 'mark'; readonly mark: Mark; readonly spans: readonly Span[] }
  | { readonly kind: 'link'; readonly url: string; readonly spans: readonly Span[] }
  | { readonly kind: 'person'; readonly id: string; readonly label?: string }
  | { readonly kind: 'channel'; readonly id: string; readonly label?: string }
  | { readonly kind: 'group'; readonly id: string; readonly label?: string }
  /** `here`, `channel` or `everyone`. */
  | { readonly kind: 'broadcast'; readonly range: string }
  | {
      readonly kind: 'date';
      readonly ts: number;
      readonly format: string;
      readonly url?: string;
      readonly fallback: string;
    }
  | { readonly kind: 'color'; readonly value: string };

export type Mark = 'bold' | 'italic' | 'strike' | 'code' | 'underline' | 'highlight';
export type Align = 'left' | 'center' | 'right';

export type Part =
  | { readonly kind: 'lines'; readonly spans: readonly Span[] }
  | { readonly kind: 'quote'; readonly spans: readonly Span[] }
  | { readonly kind: 'pre'; readonly spans: readonly Span[] }
  | {
      readonly kind: 'list';
      readonly isOrdered: boolean;
      readonly indent: number;
      readonly start: number;
      readonly items: readonly (readonly Span[])[];
    }
  | { readonly kind: 'heading'; readonly level: number; readonly spans: readonly Span[] }
  | { readonly kind: 'rule' }
  | {
      readonly kind: 'table';
      readonly aligns: readonly Align[];
      readonly rows: readonly (readonly (readonly Span[])[])[];
    };

/** How the things that a text names are called. */
export type Names = {
  readonly person: (id: string) => string | undefined;
  readonly channel: (id: string) => string | undefined;
  readonly date: (ts: number, format: string) => string | undefined;
};

/** Only addresses that lead somewhere and do nothing by themselves. */
export function isSafeUrl(url: string): boolean {
  return /^(https?:\/\/|mailto:)[^\s<>]+$/iu.test(url);
}

/** A text as spans, with a break for each end of a line. */
export function linesOf(text: string): Span[] {
  return text
    .split('\n')
    .flatMap((line, index): Span[] => [
      ...(index === 0 ? [] : [{ kind: 'break' } as const]),
      ...(line === '' ? [] : [{ kind: 'text', text: line } as const]),
    ]);
}

/** Words alone, the parts one below the other. */
export function wordsOf(parts: readonly Part[], names: Names): string {
  return parts.map((part) => partWords(part, names)).join('\n');
}

function partWords(part: Part, names: Names): string {
  switch (part.kind) {
    case 'lines':
    case 'quote':
    case 'pre':
    case 'heading':
      return spanWords(part.spans, names);
    case 'list':
      return part.items.map((item) => spanWords(item, names)).join('\n');
    case 'rule':
      return '';
    case 'table':
      return part.rows.map((row) => row.map((cell) => spanWords(cell, names)).join(' ')).join('\n');
  }
}

export function spanWords(spans: readonly Span[], names: Names): string {
  return spans.map((span) => words(span, names)).join('');
}

function words(span: Span, names: Names): string {
  switch (span.kind) {
    case 'text':
      return span.text;
    case 'break':
      return '\n';
    case 'mark':
    case 'link':
      return spanWords(span.spans, names);
    case 'person':
      return `@${names.person(span.id) ?? span.label ?? span.id}`;
    case 'channel':
      return `#${names.channel(span.id) ?? (span.label || span.id)}`;
    case 'group':
      return groupLabel(span);
    case 'broadcast':
      return `@${span.range}`;
    case 'date':
      return names.date(span.ts, span.format) ?? span.fallback;
    case 'color':
      return span.value;
  }
}

/** The page knows no user groups, so the label of the mention has to do. */
export function groupLabel(group: { readonly id: string; readonly label?: string }): string {
  const label = group.label === undefined || group.label === '' ? group.id : group.label;
  return label.startsWith('@') ? label : `@${label}`;
}
