import type { Align, Part, Span } from '../prose.ts';
import { ScrollTable } from './scroll-table.tsx';
import { Spans } from './spans.tsx';

/** Written text with its paragraphs. */
export function Prose({ parts }: { readonly parts: readonly Part[] }) {
  return (
    <div class="b-prose">
      {parts.map((part, index) => (
        <One key={index} part={part} />
      ))}
    </div>
  );
}

function One({ part }: { readonly part: Part }) {
  switch (part.kind) {
    case 'lines':
      return (
        <div class="b-lines">
          <Spans spans={part.spans} />
        </div>
      );
    case 'quote':
      return (
        <blockquote class="b-quote">
          <Spans spans={part.spans} />
        </blockquote>
      );
    case 'pre':
      return <Preformatted spans={part.spans} />;
    case 'list':
      return <List part={part} />;
    case 'heading':
      // Messages are articles in a page with headings of its own, so these are below all of them.
      return (
        <div
          class={`b-heading level-${Math.min(part.level, 4)}`}
          role="heading"
          aria-level={Math.min(part.level + 3, 6)}
        >
          <Spans spans={part.spans} />
        </div>
      );
    case 'rule':
      return <hr class="b-divider" />;
    case 'table':
      return <MarkdownTable aligns={part.aligns} rows={part.rows} />;
  }
}

/** Monospaced lines keep their form; what is too wide is wrapped. */
function Preformatted({ spans }: { readonly spans: readonly Span[] }) {
  return (
    <pre class="b-pre">
      <Spans spans={spans} />
    </pre>
  );
}

function List({ part }: { readonly part: Extract<Part, { kind: 'list' }> }) {
  const items = part.items.map((item, index) => (
    <li key={index}>
      <Spans spans={item} />
    </li>
  ));
  const name = `b-list indent-${part.indent} kind-${part.indent % 3}`;
  return part.isOrdered ? (
    <ol class={name} start={part.start}>
      {items}
    </ol>
  ) : (
    <ul class={name}>{items}</ul>
  );
}

type TableProps = {
  readonly aligns: readonly Align[];
  readonly rows: readonly (readonly (readonly Span[])[])[];
};

function MarkdownTable({ aligns, rows: [header = [], ...rows] }: TableProps) {
  return (
    <ScrollTable label="Table">
      <thead>
        <tr>
          {header.map((cell, index) => (
            <th key={index} scope="col" class={aligns[index] ?? 'left'}>
              <Spans spans={cell} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={index}>
            {row.map((cell, index) => (
              <td key={index} class={aligns[index] ?? 'left'}>
                <Spans spans={cell} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  );
}
