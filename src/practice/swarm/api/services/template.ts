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
const OPENERS = ['if', 'range', 'with', 'define', 'block'];
const FUNCTIONS =
  'join and call html index slice js len not or print printf println urlquery eq ge gt le lt ne true false nil'.split(
    ' ',
  );

/** `at`: in the text. */
type Place = { readonly line: number; readonly at: number };
/** What stands between `{{` and `}}`, without the marks of trimming, which leave blanks. */
type Action = Place & { readonly inner: string };

/**
 * What Go's template engine says of a text with `{{...}}` in it, when it cannot be read or names what a task has not; undefined when
 * nothing is found. Branches and the arguments of functions are not followed: what is wrong in there is not found.
 */
export function templateFault(template: string): string | undefined {
  const actions: Action[] = [];
  let line = 1;
  let counted = 0;
  for (let at = template.indexOf('{{'); at !== -1; at = template.indexOf('{{', at)) {
    line += newlines(template.slice(counted, at));
    counted = at;
    const end = template.indexOf('}}', at + 2);
    if (end === -1) return parseFault(actions) ?? `template: expansion:${line}: unclosed action`;
    const inner = template
      .slice(at + 2, end)
      .replace(/^-\s/, '  ')
      .replace(/\s-$/, '  ');
    if (!/^\s*\/\*/.test(inner)) actions.push({ line, at, inner });
    at = end + 2;
  }
  const lines = newlines(template) + 1;
  return parseFault(actions) ?? depthFault(actions, lines) ?? executionFault(template, actions);
}

const newlines = (text: string): number => text.split('\n').length - 1;

/** Reading comes before expanding: a fault of the last action is told before one of the first that shows only then. */
function parseFault(actions: readonly Action[]): string | undefined {
  for (const { line, inner } of actions) {
    if (inner.trim() === '') return `template: expansion:${line}: missing value for command`;
    for (const { word } of commandsOf(inner)) {
      if (!/^[a-zA-Z_]\w*$/.test(word) || FUNCTIONS.includes(word) || KEYWORDS.includes(word)) continue;
      return `template: expansion:${line}: function "${word}" not defined`;
    }
  }
  return undefined;
}

function depthFault(actions: readonly Action[], lines: number): string | undefined {
  let open = 0;
  for (const { line, inner } of actions) {
    const [{ word } = { word: '' }] = commandsOf(inner);
    if (OPENERS.includes(word)) open++;
    if (word === 'end') open--;
    if (open < 0) return `template: expansion:${line}: unexpected {{end}}`;
  }
  return open > 0 ? `template: expansion:${lines}: unexpected EOF` : undefined;
}

function executionFault(template: string, actions: readonly Action[]): string | undefined {
  for (const { line, at: start, inner } of actions) {
    const commands = commandsOf(inner);
    // what is inside of a branch may not be reached
    if (KEYWORDS.includes(commands[0]?.word ?? '')) return undefined;
    for (const { word, offset } of commands) {
      const fault = /^(\.\w+)+$/.test(word) ? pathFault(word) : undefined;
      if (fault === undefined) continue;
      // Go points at the second name of a chain
      const second = Math.max(0, word.indexOf('.', 1));
      const column = Buffer.byteLength(template.slice(template.lastIndexOf('\n', start) + 1, start + 2));
      const at = column + Buffer.byteLength(inner.slice(0, offset)) + second;
      return `template: expansion:${line}:${at}: executing "expansion" at <${word}>: ${fault}`;
    }
  }
  return undefined;
}

/** The first words of a pipeline's commands, which are cut at the bars that are in no string. */
function commandsOf(pipeline: string): readonly { readonly word: string; readonly offset: number }[] {
  const commands = pipeline.matchAll(/(?:"(?:\\.|[^"\\])*"?|`[^`]*`?|[^|])+/g);
  return [...commands].map(({ 0: command, index }) => {
    const start = Math.max(0, command.search(/\S/));
    const [word = ''] = command.slice(start).split(/[\s()]/);
    return { word, offset: index + start };
  });
}

function pathFault(path: string): string | undefined {
  let type: GoType = CONTEXT;
  for (const name of path.slice(1).split('.')) {
    // a service has no labels yet when its spec is checked
    if (type.go === 'map[string]string') return `map has no entry for key "${name}"`;
    const next: GoType | undefined =
      'fields' in type && Object.hasOwn(type.fields, name) ? type.fields[name] : undefined;
    if (next === undefined) return `can't evaluate field ${name} in type ${type.go}`;
    type = next;
  }
  return undefined;
}
