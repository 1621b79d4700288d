/** What a template may name, as Go prints the types (`swarmkit template/context.go`). */
type GoType =
  | { readonly go: string; readonly fields: Readonly<Record<string, GoType>> }
  | { readonly go: 'string' | 'map[string]string' };

const text: GoType = { go: 'string' };
const PLATFORM: GoType = { go: 'template.Platform', fields: { Architecture: text, OS: text } };
const CONTEXT: GoType = {
  go: '*template.Context',
  fields: {
    Service: {
      go: 'struct { ID string; Name string; Labels map[string]string }',
      fields: { ID: text, Name: text, Labels: { go: 'map[string]string' } },
    },
    Node: {
      go: 'struct { ID string; Hostname string; Platform template.Platform }',
      fields: { ID: text, Hostname: text, Platform: PLATFORM },
    },
    Task: {
      go: 'struct { ID string; Name string; Slot string }',
      fields: { ID: text, Name: text, Slot: text },
    },
  },
};

const KEYWORDS = ['if', 'range', 'with', 'define', 'block', 'template', 'else', 'end', 'break', 'continue'];
const FUNCTIONS =
  'join and call html index slice js len not or print printf println urlquery eq ge gt le lt ne true false nil'.split(
    ' ',
  );

/**
 * What Go's template engine says of a text with `{{...}}` in it, when it cannot be read or names what a task has not; undefined when
 * nothing is found. Control structures and the arguments of functions are not followed: what is wrong in there is not found.
 */
export function templateFault(template: string): string | undefined {
  let opened = 0;
  for (let at = template.indexOf('{{'); at !== -1; at = template.indexOf('{{', at)) {
    const line = template.slice(0, at).split('\n').length;
    const end = template.indexOf('}}', at + 2);
    const inside = template.slice(at + 2, end === -1 ? undefined : end);
    if (end === -1) return `template: expansion:${line}: unclosed action`;
    const lineStart = template.lastIndexOf('\n', at) + 1;
    const column = Buffer.byteLength(template.slice(lineStart, at + 2));
    const fault = actionFault(inside, { line, column });
    if (fault !== undefined) return fault;
    const [word = ''] = inside.replace(/^-\s/, '').trim().split(/\s/);
    if (['if', 'range', 'with', 'define', 'block'].includes(word)) opened++;
    if (word === 'end') opened--;
    at = end + 2;
  }
  if (opened > 0) return `template: expansion:${template.split('\n').length}: unexpected EOF`;
  return undefined;
}

type Place = { readonly line: number; readonly column: number };

function actionFault(action: string, { line, column }: Place): string | undefined {
  const inner = action.replace(/^-\s/, '  ').replace(/\s-$/, '  ');
  if (/^\s*\/\*/.test(inner)) return undefined;
  if (inner.trim() === '') return `template: expansion:${line}: missing value for command`;
  for (const { command, offset } of commandsOf(inner)) {
    const start = command.search(/\S/);
    const [word = ''] = command.trim().split(/[\s()]/);
    const at = column + Buffer.byteLength(inner.slice(0, offset + Math.max(0, start)));
    if (KEYWORDS.includes(word)) return undefined;
    if (/^[a-zA-Z_]\w*$/.test(word) && !FUNCTIONS.includes(word)) {
      return `template: expansion:${line}: function "${word}" not defined`;
    }
    const fault = /^(\.\w+)+$/.test(word) ? pathFault(word) : undefined;
    if (fault !== undefined) {
      const second = word.indexOf('.', 1);
      // Go points at the second name of a chain
      const where = `${line}:${second === -1 ? at : at + second}`;
      return `template: expansion:${where}: executing "expansion" at <${word}>: ${fault}`;
    }
  }
  return undefined;
}

/** The commands of a pipeline, cut at the bars that are in no string. */
function commandsOf(pipeline: string): readonly { readonly command: string; readonly offset: number }[] {
  const commands: { readonly command: string; readonly offset: number }[] = [];
  for (const match of pipeline.matchAll(/(?:"(?:\\.|[^"\\])*"|`[^`]*`|[^|])+/g)) {
    commands.push({ command: match[0], offset: match.index });
  }
  return commands;
}

function pathFault(path: string): string | undefined {
  let type: GoType = CONTEXT;
  for (const name of path.slice(1).split('.')) {
    // a service has no labels yet when its spec is checked
    if (type.go === 'map[string]string') return `map has no entry for key "${name}"`;
    const next: GoType | undefined = 'fields' in type ? type.fields[name] : undefined;
    if (next === undefined) return `can't evaluate field ${name} in type ${type.go}`;
    type = next;
  }
  return undefined;
}
