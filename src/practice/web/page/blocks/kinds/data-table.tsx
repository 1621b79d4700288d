import { useState } from 'preact/hooks';
import { numberAt, stringAt, typeOf, type JsonObject } from '../json.ts';
import { ScrollTable } from '../text/scroll-table.tsx';
import { Cell } from './cell.tsx';
import { rowsOf } from './rows.ts';

/** Slack's own number of rows on a page is not documented. */
const usualPage = 10;

/** A table with a caption, in pages. */
export function DataTable({ block }: { readonly block: JsonObject }) {
  const [header = [], ...rows] = rowsOf(block);
  const [wanted, setPage] = useState(0);
  const size = numberAt(block, 'page_size') ?? usualPage;
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const page = Math.min(wanted, pages - 1);
  const named = numberAt(block, 'row_header_column_index');
  const caption = stringAt(block, 'caption') ?? 'Table';
  const alignOf = (cell: JsonObject): string => (typeOf(cell) === 'raw_number' ? 'right' : 'left');
  const alignOfHeader = (index: number): string => {
    const first = rows[0]?.[index];
    return first === undefined ? 'left' : alignOf(first);
  };

  return (
    <div class="b-data-table">
      <ScrollTable label={caption}>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {header.map((cell, index) => (
              <th key={index} scope="col" class={alignOfHeader(index)}>
                <Cell cell={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(page * size, (page + 1) * size).map((row, index) => (
            <tr key={page * size + index}>
              {row.map((cell, index) =>
                index === named ? (
                  <th key={index} scope="row" class={alignOf(cell)}>
                    <Cell cell={cell} />
                  </th>
                ) : (
                  <td key={index} class={alignOf(cell)}>
                    <Cell cell={cell} />
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </ScrollTable>
      {pages > 1 && (
        <div class="b-pages">
          <button
            type="button"
            class="b-button"
            aria-disabled={page === 0}
            onClick={() => setPage(Math.max(0, page - 1))}
          >
            Previous
          </button>
          <span role="status">
            Page {page + 1} of {pages}
          </span>
          <button
            type="button"
            class="b-button"
            aria-disabled={page === pages - 1}
            onClick={() => setPage(Math.min(pages - 1, page + 1))}
          >
            Next
          </button>
        </div>
      )}
    </div>
  );
}
