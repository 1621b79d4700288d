import { isObject, stringAt, type JsonObject } from '../json.ts';
import { ScrollTable } from '../text/scroll-table.tsx';
import { Cell } from './cell.tsx';
import { rowsOf } from './rows.ts';

/** A table; its first row is the header. */
export function Table({ block }: { readonly block: JsonObject }) {
  const [header = [], ...rows] = rowsOf(block);
  const nameOf = columnNames(block);
  return (
    <ScrollTable label="Table">
      <thead>
        <tr>
          {header.map((cell, index) => (
            <th key={index} scope="col" class={nameOf(index)}>
              <Cell cell={cell} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={index}>
            {row.map((cell, index) => (
              <td key={index} class={nameOf(index)}>
                <Cell cell={cell} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  );
}

/** How the columns are set; Slack does not wrap what is not said to wrap. */
function columnNames(block: JsonObject): (index: number) => string {
  const settings = block['column_settings'];
  return (index) => {
    const found = Array.isArray(settings) ? settings[index] : undefined;
    if (!isObject(found)) return 'left';
    return `${stringAt(found, 'align') ?? 'left'}${found['is_wrapped'] === true ? ' wraps' : ''}`;
  };
}
