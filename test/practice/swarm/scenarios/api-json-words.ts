import type { Scenario } from '../scenario.ts';
import { askAll } from './api-asks.ts';

/** Bodies that are no JSON, or not the JSON that was wanted; `$` stands for the name. */
const BODIES: Readonly<Record<string, string | undefined>> = {
  'no body': undefined,
  'an empty body': '',
  blanks: '  ',
  null: 'null',
  'a list': '[]',
  'a string': '"x"',
  'a number': '7',
  true: 'true',
  'an open brace': '{',
  'an open string': '{"Name": "x',
  'a word': 'x',
  'a missing value': '{"Name": }',
  'a trailing comma': '{"Name": "x",}',
  'single quotes': "{'Name': 'x'}",
  'a bad escape': '{"Name": "\\x"}',
  'a bad number': '{"TaskTemplate": {"ForceUpdate": 01}}',
  'a number as a name': '{"Name": 7}',
  'null as a name': '{"Name": null}',
  'labels in a list': '{"Labels": ["a=1"]}',
  'labels in a string': '{"Labels": "a=1"}',
  'a number as a label': '{"Labels": {"a": 1}}',
  'a string as task template': '{"TaskTemplate": "x"}',
  'a list as container spec': '{"TaskTemplate": {"ContainerSpec": []}}',
  'a number as an image': '{"TaskTemplate": {"ContainerSpec": {"Image": 7}}}',
  'a string as arguments': '{"TaskTemplate": {"ContainerSpec": {"Args": "sleep 5"}}}',
  'a number among the arguments': '{"TaskTemplate": {"ContainerSpec": {"Args": ["sleep", 5]}}}',
  'a map as environment': '{"TaskTemplate": {"ContainerSpec": {"Env": {"A": "1"}}}}',
  'a string as a switch': '{"TaskTemplate": {"ContainerSpec": {"TTY": "yes"}}}',
  'a number as a switch': '{"TaskTemplate": {"ContainerSpec": {"Init": 1}}}',
  'a string as a duration': '{"TaskTemplate": {"ContainerSpec": {"StopGracePeriod": "10s"}}}',
  'a string as a mount': '{"TaskTemplate": {"ContainerSpec": {"Mounts": ["/a:/b"]}}}',
  'a string as a health check': '{"TaskTemplate": {"ContainerSpec": {"Healthcheck": {"Test": "true"}}}}',
  'a string as a secret': '{"TaskTemplate": {"ContainerSpec": {"Secrets": ["x"]}}}',
  'a string as a file mode': '{"TaskTemplate": {"ContainerSpec": {"Configs": [{"File": {"Mode": "0444"}}]}}}',
  'a string as nano CPUs': '{"TaskTemplate": {"Resources": {"Limits": {"NanoCPUs": "1"}}}}',
  'a fraction of a byte': '{"TaskTemplate": {"Resources": {"Limits": {"MemoryBytes": 1.5}}}}',
  'a string as constraints': '{"TaskTemplate": {"Placement": {"Constraints": "node.role==manager"}}}',
  'a string as a preference': '{"TaskTemplate": {"Placement": {"Preferences": ["spread=node.labels.a"]}}}',
  'a string as a platform': '{"TaskTemplate": {"Placement": {"Platforms": ["linux/amd64"]}}}',
  'a number as a condition': '{"TaskTemplate": {"RestartPolicy": {"Condition": 5}}}',
  'a negative count of attempts': '{"TaskTemplate": {"RestartPolicy": {"MaxAttempts": -1}}}',
  'a string as a restart delay': '{"TaskTemplate": {"RestartPolicy": {"Delay": "5s"}}}',
  'a negative force': '{"TaskTemplate": {"ForceUpdate": -1}}',
  'a string as a network': '{"TaskTemplate": {"Networks": ["x"]}}',
  'a number as log options': '{"TaskTemplate": {"LogDriver": {"Options": {"max-file": 3}}}}',
  'a string as mode': '{"Mode": "replicated"}',
  'a list as replicated': '{"Mode": {"Replicated": []}}',
  'a string as replicas': '{"Mode": {"Replicated": {"Replicas": "3"}}}',
  'negative replicas': '{"Mode": {"Replicated": {"Replicas": -1}}}',
  'a fraction of replicas': '{"Mode": {"Replicated": {"Replicas": 1.5}}}',
  'too many replicas': '{"Mode": {"Replicated": {"Replicas": 18446744073709551616}}}',
  'a switch as global': '{"Mode": {"Global": true}}',
  'a negative parallelism': '{"UpdateConfig": {"Parallelism": -1}}',
  'a string as a delay': '{"UpdateConfig": {"Delay": "10s"}}',
  'a fraction as a delay': '{"UpdateConfig": {"Delay": 1.5}}',
  'a string as a ratio': '{"UpdateConfig": {"MaxFailureRatio": "0.5"}}',
  'a number as a failure action': '{"UpdateConfig": {"FailureAction": 3}}',
  'a number as an order': '{"RollbackConfig": {"Order": 1}}',
  'a map as ports': '{"EndpointSpec": {"Ports": {}}}',
  'a string as a port': '{"EndpointSpec": {"Ports": [{"TargetPort": "80"}]}}',
  'a negative port': '{"EndpointSpec": {"Ports": [{"TargetPort": -80}]}}',
  'a number as a protocol': '{"EndpointSpec": {"Ports": [{"Protocol": 6}]}}',
  'a number as an endpoint mode': '{"EndpointSpec": {"Mode": 1}}',
  'a list as endpoint': '{"EndpointSpec": []}',
};

export const apiJsonWords: Scenario = {
  name: 'api-json-words',
  claims: ['bad-input'],
  play: async (stage) => {
    const id = await stage.create(stage.spec());
    await askAll(
      stage,
      Object.entries(BODIES).map(([what, body]) => ({
        what: `create with ${what}`,
        method: 'POST',
        path: '/services/create',
        headers: { 'Content-Type': 'application/json' },
        ...(body === undefined ? {} : { body }),
      })),
    );
    const { Version } = await stage.get<{ Version: { Index: number } }>(`/services/${id}`);
    const some = ['no body', 'null', 'a list', 'an open brace', 'a string as replicas', 'negative replicas'];
    for (const what of some) {
      const body = BODIES[what];
      await askAll(stage, [
        {
          what: `update with ${what}`,
          method: 'POST',
          path: `/services/${id}/update?version=${Version.Index}`,
          ...(body === undefined ? {} : { body }),
        },
      ]);
    }
    const kinds = ['secrets/create', 'configs/create', 'networks/create'];
    const odd = {
      'no body': undefined,
      'a list': '[]',
      'an open brace': '{',
      'a number as a name': '{"Name":7}',
    };
    await askAll(
      stage,
      kinds.flatMap((path) => [
        ...Object.entries(odd).map(([what, body]) => ({
          what: `${path} with ${what}`,
          method: 'POST',
          path: `/${path}`,
          ...(body === undefined ? {} : { body }),
        })),
        {
          what: `${path} with data that are no base64`,
          method: 'POST',
          path: `/${path}`,
          body: '{"Data":"?"}',
        },
      ]),
    );
  },
};
