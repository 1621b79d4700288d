import { expect, test } from 'vitest';
import { templateFault } from '../../../../../src/practice/swarm/api/services/template.ts';

const cannot = (where: string, path: string, name: string, type: string): string =>
  `template: expansion:${where}: executing "expansion" at <${path}>: can't evaluate field ${name} in type ${type}`;

const CONTEXT = '*template.Context';
const TASK = 'struct { ID string; Name string; Slot string }';
const SERVICE = 'struct { ID string; Name string; Labels map[string]string }';

// words as engine 20.10.24 says them
test.each([
  ['{{.Nope}}', cannot('1:2', '.Nope', 'Nope', CONTEXT)],
  ['{{ .Nope }}', cannot('1:3', '.Nope', 'Nope', CONTEXT)],
  ['{{.Task.Foo}}', cannot('1:7', '.Task.Foo', 'Foo', TASK)],
  ['{{.Service.Foo.Bar}}', cannot('1:10', '.Service.Foo.Bar', 'Foo', SERVICE)],
  ['{{.Service.Name.Bar}}', cannot('1:10', '.Service.Name.Bar', 'Bar', 'string')],
  ['é\nab{{.Nope}}', cannot('2:4', '.Nope', 'Nope', CONTEXT)],
  ['{{.Task.ID}} {{.Nope}}', cannot('1:15', '.Nope', 'Nope', CONTEXT)],
  [
    '{{ .Service.Labels.x }}',
    'template: expansion:1:11: executing "expansion" at <.Service.Labels.x>: map has no entry for key "x"',
  ],
  ['{{.Node', 'template: expansion:1: unclosed action'],
  ['{{}}', 'template: expansion:1: missing value for command'],
  ['{{ .Task.Slot | nope }}', 'template: expansion:1: function "nope" not defined'],
  ['{{ .Nope | nope }}', 'template: expansion:1: function "nope" not defined'],
  ['{{.Nope}}{{.Node', 'template: expansion:1: unclosed action'],
  ['{{end}}', 'template: expansion:1: unexpected {{end}}'],
  ['{{- .Nope -}}', cannot('1:4', '.Nope', 'Nope', CONTEXT)],
  ['{{if true}}', 'template: expansion:1: unexpected EOF'],
])('says of %j what Go says', (template, words) => {
  expect(templateFault(template)).toBe(words);
});

test.each([
  'plain',
  '}}',
  '{{.Task.Slot}}',
  '{{ .Node.Platform.OS }}-{{.Node.Hostname}}',
  '{{- .Service.Name -}}',
  '{{/* a remark with .Nope */}}',
  '{{ index .Service.Labels "a" }}',
  '{{ join .Node.ID "|" | printf "%s" }}',
  '{{if .Task.Slot}}a{{else}}b{{end}}',
])('has nothing to say of %j', (template) => {
  expect(templateFault(template)).toBeUndefined();
});
