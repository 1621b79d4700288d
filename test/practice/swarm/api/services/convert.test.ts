import { expect, test } from 'vitest';
import { ApiError } from '../../../../../src/practice/swarm/api/api.ts';
import { decode } from '../../../../../src/practice/swarm/api/decode.ts';
import { convertSpec } from '../../../../../src/practice/swarm/api/services/convert.ts';
import { withDefaults } from '../../../../../src/practice/swarm/api/services/defaults.ts';
import { forVersion } from '../../../../../src/practice/swarm/api/services/for-version.ts';
import { serviceSpec } from '../../../../../src/practice/swarm/api/services/schema.ts';
import { EVERYTHING, EVERYTHING_KEPT, NOTHING, NOTHING_KEPT, NOTHING_WITH_DEFAULTS } from './specs.ts';

const convert = (posted: unknown, version = 41) =>
  convertSpec(forVersion(decode(serviceSpec, JSON.stringify(posted)), version), () => 'keen_euler');

const kept = (posted: unknown, version = 41) => {
  const converted = convert(posted, version);
  if (converted.kind !== 'container') throw new Error('a plug-in');
  return converted.spec;
};

const words = (posted: unknown): readonly [number, string] => {
  try {
    convert(posted);
  } catch (error) {
    if (error instanceof ApiError) return [error.status, error.message];
    throw error;
  }
  throw new Error('it was taken');
};

const of = (container: object, task: object = {}) => ({
  Name: 'x',
  TaskTemplate: { ContainerSpec: { Image: 'web:1', ...container }, ...task },
});

test('all that a spec can say comes back as from engine 20.10, in the same order', () => {
  expect(JSON.stringify(kept(EVERYTHING))).toBe(JSON.stringify(EVERYTHING_KEPT));
});

test('an empty value of every kind is left out, and what has a default gets it', () => {
  expect(JSON.stringify(kept(NOTHING))).toBe(JSON.stringify(NOTHING_KEPT));
});

test('with defaults it says what swarmkit does where nothing is said', () => {
  expect(JSON.stringify(withDefaults(kept(NOTHING)))).toBe(JSON.stringify(NOTHING_WITH_DEFAULTS));
});

test('what was kept is kept whole when it is posted again', () => {
  expect([kept(EVERYTHING_KEPT), kept(NOTHING_KEPT)]).toEqual([EVERYTHING_KEPT, NOTHING_KEPT]);
});

test('without a name it gets one, without a mode it has one replica', () => {
  const { Name, Mode } = kept({ TaskTemplate: { ContainerSpec: {} } });
  expect({ Name, Mode }).toEqual({ Name: 'keen_euler', Mode: { Replicated: { Replicas: 1 } } });
});

test('clients of an older API do not set what came later', () => {
  const posted = {
    ...of(
      {
        CapabilityAdd: ['CAP_X'],
        Ulimits: [{ Name: 'nofile', Soft: 1, Hard: 2 }],
        Sysctls: { a: '1' },
      },
      { Resources: { Limits: { Pids: 5, NanoCPUs: 1e9 } }, Placement: { MaxReplicas: 2 } },
    ),
    Mode: { ReplicatedJob: {} },
  };
  const task = (version: number) => kept(posted, version).TaskTemplate;
  const plain = { Image: 'web:1', Isolation: 'default' };
  const limits = { Limits: { NanoCPUs: 1e9 } };
  expect(task(40)).toEqual({
    ContainerSpec: { ...plain, Sysctls: { a: '1' } },
    Resources: limits,
    Placement: { MaxReplicas: 2 },
    ForceUpdate: 0,
    Runtime: 'container',
  });
  expect(task(39)).toEqual({
    ContainerSpec: plain,
    Resources: limits,
    Placement: {},
    ForceUpdate: 0,
    Runtime: 'container',
  });
  expect([convert(posted, 40), convert(posted, 41)]).toMatchObject([
    { mode: 'replicated' },
    { mode: 'replicated-job' },
  ]);
});

test.each<readonly [string, object, string]>([
  ['no container', { Name: 'x' }, 'mismatched Runtime and *Spec fields'],
  ['an unknown runtime', of({}, { Runtime: 'bogus' }), 'unsupported runtime'],
  ['a plug-in without a spec', of({}, { Runtime: 'plugin' }), 'mismatched Runtime and *Spec fields'],
  [
    'a plug-in with replicas',
    { ...of({}, { Runtime: 'plugin', PluginSpec: {} }), Mode: { Replicated: {} } },
    'plugins must not use replicated mode',
  ],
  ['two modes', { ...of({}), Mode: { Global: {}, Replicated: {} } }, 'must specify only one service mode'],
  ['a mount', of({ Mounts: [{ Type: 'bogus' }] }), 'invalid MountType: "bogus"'],
  [
    'a propagation',
    of({ Mounts: [{ BindOptions: { Propagation: 'bogus' } }] }),
    'invalid MountPropagation: "bogus"',
  ],
  [
    'no credential spec',
    of({ Privileges: { CredentialSpec: {} } }),
    'invalid CredentialSpec: must either provide "file", "registry", or "config" for credential spec',
  ],
  [
    'two credential specs',
    of({ Privileges: { CredentialSpec: { File: 'a', Config: 'b' } } }),
    'invalid CredentialSpec: cannot specify both "config" and "file" credential specs',
  ],
  [
    'three credential specs',
    of({ Privileges: { CredentialSpec: { File: 'a', Config: 'b', Registry: 'c' } } }),
    'invalid CredentialSpec: cannot specify both "config", "file", and "registry" credential specs',
  ],
  [
    'a config that goes nowhere',
    of({ Configs: [{ ConfigID: 'x' }] }),
    'invalid Config: either File or Runtime should be set',
  ],
  [
    'a config that goes to two places',
    of({ Configs: [{ ConfigID: 'x', File: {}, Runtime: {} }] }),
    'invalid Config: cannot specify both File and Runtime',
  ],
  [
    'a restart condition',
    of({}, { RestartPolicy: { Condition: 'bogus' } }),
    'invalid RestartCondition: "bogus"',
  ],
  [
    'a failure action',
    { ...of({}), UpdateConfig: { FailureAction: 'bogus' } },
    'unrecognized update failure action bogus',
  ],
  ['an order', { ...of({}), RollbackConfig: { Order: 'bogus' } }, 'unrecognized update order bogus'],
  ['a mode of names', { ...of({}), EndpointSpec: { Mode: 'VIP' } }, 'invalid resolution mode: "VIP"'],
])('refuses what it cannot express: %s', (_, posted, message) => {
  expect(words(posted)).toEqual([400, message]);
});

test('of several faults the first in the order of moby is told', () => {
  const faulty = {
    ...of({ Mounts: [{ Type: 'bogus' }], Configs: [{}] }, { RestartPolicy: { Condition: 'bogus' } }),
    UpdateConfig: { Order: 'bogus' },
    EndpointSpec: { Mode: 'bogus' },
    Mode: { Global: {}, GlobalJob: {} },
  };
  expect(words(faulty)[1]).toBe('invalid Config: either File or Runtime should be set');
  expect(
    words({ ...faulty, TaskTemplate: of({}, { RestartPolicy: { Condition: 'x' } }).TaskTemplate }),
  ).toEqual([400, 'invalid RestartCondition: "x"']);
  expect(words({ ...faulty, ...of({}) })[1]).toBe('unrecognized update order bogus');
});
