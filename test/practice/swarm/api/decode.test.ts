import { describe, expect, it } from 'vitest';
import { ApiError } from '../../../../src/practice/swarm/api/api.ts';
import {
  bytes,
  decode,
  duration,
  flag,
  float32,
  float64,
  int,
  list,
  map,
  named,
  raw,
  struct,
  text,
  uint,
} from '../../../../src/practice/swarm/api/decode.ts';

const port = struct('swarm.PortConfig', { TargetPort: uint(32) });
const spec = struct('swarm.ServiceSpec', {
  Name: text,
  Labels: map(text),
  TaskTemplate: struct('swarm.TaskSpec', {
    ContainerSpec: struct('swarm.ContainerSpec', {
      Env: list(text),
      TTY: flag,
      StopGracePeriod: duration,
      Mounts: list(struct('mount.Mount', { Type: named('mount.Type') })),
    }),
    Resources: struct('swarm.ResourceRequirements', { Limits: struct('swarm.Limit', { NanoCPUs: int(64) }) }),
  }),
  Mode: struct('swarm.ServiceMode', {
    Replicated: struct('swarm.ReplicatedService', { Replicas: uint(64) }),
  }),
  UpdateConfig: struct('swarm.UpdateConfig', { MaxFailureRatio: float32 }),
  EndpointSpec: struct('swarm.EndpointSpec', { Ports: list(port) }),
  Data: bytes,
  Any: raw,
  Double: float64,
});

function refusal(body: string): string {
  try {
    decode(spec, body);
  } catch (error) {
    if (error instanceof ApiError) return `${error.status} ${error.message}`;
    throw error;
  }
  throw new Error('taken');
}

describe('decode', () => {
  it('keeps what the schema knows, in its order, and drops the rest', () => {
    const read = decode(
      spec,
      '{"Mode":{"Replicated":{"Replicas":3}},"Bogus":{"Name":1},"Name":"web","Labels":{"b":"2","a":"1"}}',
    );
    expect(JSON.stringify(read)).toBe(
      '{"Name":"web","Labels":{"a":"1","b":"2"},"Mode":{"Replicated":{"Replicas":3}}}',
    );
  });

  it('takes names in any case, the last one of several', () => {
    expect(decode(spec, '{"name":"a","NAME":"b"}')).toEqual({ Name: 'b' });
  });

  it('prefers the exact name to one in another case', () => {
    const both = struct('x.Both', { id: text, ID: text });
    expect(decode(both, '{"ID":"upper","id":"lower"}')).toEqual({ ID: 'upper', id: 'lower' });
  });

  it('merges an object that is given twice', () => {
    const body =
      '{"TaskTemplate":{"ContainerSpec":{"TTY":true}},"TaskTemplate":{"ContainerSpec":{"Env":["A=1"]}}}';
    expect(decode(spec, body)).toEqual({ TaskTemplate: { ContainerSpec: { TTY: true, Env: ['A=1'] } } });
  });

  it('takes null for absent, and in a list for the zero value', () => {
    const body =
      '{"Name":null,"Mode":null,"Labels":{"a":null},"TaskTemplate":{"ContainerSpec":{"Env":[null,"x"]}}}';
    expect(decode(spec, body)).toEqual({
      Labels: { a: '' },
      TaskTemplate: { ContainerSpec: { Env: ['', 'x'] } },
    });
    expect(decode(spec, 'null')).toEqual({});
  });

  it('leaves alone what follows the first value', () => {
    expect(decode(spec, '{"Name":"x"} trailing')).toEqual({ Name: 'x' });
  });

  it('keeps the decimal of a ratio that 32 bits can tell apart', () => {
    const ratio = (digits: string): unknown => decode(spec, `{"UpdateConfig":{"MaxFailureRatio":${digits}}}`);
    expect(ratio('0.1')).toEqual({ UpdateConfig: { MaxFailureRatio: 0.1 } });
    expect(ratio('0.123456789')).toEqual({ UpdateConfig: { MaxFailureRatio: 0.12345679 } });
    expect(ratio('1')).toEqual({ UpdateConfig: { MaxFailureRatio: 1 } });
    expect(ratio('0')).toEqual({ UpdateConfig: { MaxFailureRatio: 0 } });
  });

  it('takes what has no type, however deep it is', () => {
    const deep = `${'['.repeat(9_000)}${']'.repeat(9_000)}`;
    expect(Object.keys(decode(spec, `{"Any":${deep}}`))).toEqual(['Any']);
  });

  it('reads no million digits', () => {
    const before = process.cpuUsage();
    expect(() => decode(int(64), '9'.repeat(4_000_000))).toThrow(/^json: cannot unmarshal number 9+ into/);
    expect(process.cpuUsage(before).user).toBeLessThan(1_000_000);
  });

  it('reads a key that JavaScript has a meaning for as any other', () => {
    const read = decode(spec, '{"Labels":{"__proto__":"x"},"__proto__":{"Name":"y"}}');
    expect(Object.entries(read.Labels ?? {})).toEqual([['__proto__', 'x']]);
    expect(read.Name).toBeUndefined();
  });

  it('reads bytes from base64 and from numbers', () => {
    expect(decode(spec, '{"Data":"YWJj\\n"}')).toEqual({ Data: 'YWJj' });
    expect(decode(spec, '{"Data":[97,98,99]}')).toEqual({ Data: 'YWJj' });
  });

  it('is not ended by ten thousand brackets', () => {
    expect(refusal(`{"Any":${'['.repeat(20_000)}`)).toBe('400 exceeded max depth');
    expect(decode(spec, `{"Bogus":${'['.repeat(9_000)}${']'.repeat(9_000)}}`)).toEqual({});
  });
});

/** What a 20.10.24 answered to POST /services/create. */
const MISMATCHES: readonly (readonly [string, string])[] = [
  ['{"Name":5}', 'number into Go struct field ServiceSpec.Name of type string'],
  ['{"name":5}', 'number into Go struct field ServiceSpec.Name of type string'],
  [
    '{"Mode":{"Replicated":{"Replicas":"a"}}}',
    'string into Go struct field ReplicatedService.Mode.Replicated.Replicas of type uint64',
  ],
  [
    '{"Mode":{"Replicated":{"Replicas":-1}}}',
    'number -1 into Go struct field ReplicatedService.Mode.Replicated.Replicas of type uint64',
  ],
  [
    '{"Mode":{"Replicated":{"Replicas":1e3}}}',
    'number 1e3 into Go struct field ReplicatedService.Mode.Replicated.Replicas of type uint64',
  ],
  [
    '{"Mode":{"Replicated":{"Replicas":18446744073709551616}}}',
    'number 18446744073709551616 into Go struct field ReplicatedService.Mode.Replicated.Replicas of type uint64',
  ],
  [
    '{"Mode":{"Replicated":true}}',
    'bool into Go struct field ServiceMode.Mode.Replicated of type swarm.ReplicatedService',
  ],
  ['{"Mode":[1]}', 'array into Go struct field ServiceSpec.Mode of type swarm.ServiceMode'],
  ['{"Labels":[]}', 'array into Go struct field ServiceSpec.Labels of type map[string]string'],
  ['{"Labels":{"a":{}}}', 'object into Go struct field ServiceSpec.Labels of type string'],
  [
    '{"TaskTemplate":{"ContainerSpec":{"Env":"a"}}}',
    'string into Go struct field ContainerSpec.TaskTemplate.ContainerSpec.Env of type []string',
  ],
  [
    '{"TaskTemplate":{"ContainerSpec":{"Env":[1]}}}',
    'number into Go struct field ContainerSpec.TaskTemplate.ContainerSpec.Env of type string',
  ],
  [
    '{"TaskTemplate":{"ContainerSpec":{"Mounts":[{"Type":1}]}}}',
    'number into Go struct field Mount.TaskTemplate.ContainerSpec.Mounts.Type of type mount.Type',
  ],
  [
    '{"TaskTemplate":{"ContainerSpec":{"StopGracePeriod":"10s"}}}',
    'string into Go struct field ContainerSpec.TaskTemplate.ContainerSpec.StopGracePeriod of type time.Duration',
  ],
  [
    '{"TaskTemplate":{"Resources":{"Limits":{"NanoCPUs":1.5}}}}',
    'number 1.5 into Go struct field Limit.TaskTemplate.Resources.Limits.NanoCPUs of type int64',
  ],
  [
    '{"UpdateConfig":{"MaxFailureRatio":1e300}}',
    'number 1e300 into Go struct field UpdateConfig.UpdateConfig.MaxFailureRatio of type float32',
  ],
  [
    '{"EndpointSpec":{"Ports":[{"TargetPort":99999999999}]}}',
    'number 99999999999 into Go struct field PortConfig.EndpointSpec.Ports.TargetPort of type uint32',
  ],
  [
    '{"EndpointSpec":{"Ports":{}}}',
    'object into Go struct field EndpointSpec.EndpointSpec.Ports of type []swarm.PortConfig',
  ],
  ['[]', 'array into Go value of type swarm.ServiceSpec'],
  ['1', 'number into Go value of type swarm.ServiceSpec'],
  ['true', 'bool into Go value of type swarm.ServiceSpec'],
  ['{"Name":{},"Mode":5}', 'object into Go struct field ServiceSpec.Name of type string'],
];

const MALFORMED: readonly (readonly [string, string])[] = [
  ['', 'got EOF while reading request body'],
  [' \n', 'got EOF while reading request body'],
  ['{', 'unexpected EOF'],
  ['{"Name":nul', 'unexpected EOF'],
  ['{"Name":"abc', 'unexpected EOF'],
  ['{"Name":"x",}', "invalid character '}' looking for beginning of object key string"],
  ['{"Name" "x"}', `invalid character '"' after object key`],
  ['{Name:"x"}', "invalid character 'N' looking for beginning of object key string"],
  ['x', "invalid character 'x' looking for beginning of value"],
  ['{"Name":tru}', "invalid character '}' in literal true (expecting 'e')"],
  ['{"Name":"a\tb"}', "invalid character '\\t' in string literal"],
  ['{"Name":"\\q"}', "invalid character 'q' in string escape code"],
  ['{"Name":01}', "invalid character '1' after object key:value pair"],
  ['{"Name":1.}', "invalid character '}' after decimal point in numeric literal"],
  ['{"Name":-}', "invalid character '}' in numeric literal"],
  ['{"Name":1e}', "invalid character '}' in exponent of numeric literal"],
  ['{"Name":"\\u12G4"}', "invalid character 'G' in \\u hexadecimal character escape"],
  ['[1 2]', "invalid character '2' after array element"],
  ['{"unknown":{"a":tru}}', "invalid character '}' in literal true (expecting 'e')"],
  ['{"Mode":{"Replicated":{"Replicas":"a"}},"Name":', 'unexpected EOF'],
  ['é', "invalid character 'Ã' looking for beginning of value"],
];

/** What a 20.10.24 answered to POST /secrets/create: at which byte it gave up. */
const BASE64: readonly (readonly [string, number])[] = [
  ['a', 0],
  ['abcde', 4],
  ['a!cd', 1],
  ['abé', 2],
  ['a===', 1],
  ['ab=', 3],
  ['ab=c', 2],
  ['ab==c', 4],
  ['abcd=', 4],
  ['abc==', 4],
  ['abcdabcdab=x', 10],
];

describe("decode, in Go's words", () => {
  it.each(MISMATCHES)('refuses %s', (body, words) => {
    expect(refusal(body)).toBe(`400 json: cannot unmarshal ${words}`);
  });

  it.each(MALFORMED)('refuses %j', (body, words) => {
    expect(refusal(body)).toBe(`400 ${words}`);
  });

  it.each(BASE64)('refuses %j as base64', (data, at) => {
    expect(refusal(JSON.stringify({ Data: data }))).toBe(`400 illegal base64 data at input byte ${at}`);
  });
});
