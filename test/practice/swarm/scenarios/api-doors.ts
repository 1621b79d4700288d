import { said } from '../said.ts';
import type { Scenario } from '../scenario.ts';
import type { Stage } from '../stage.ts';
import { askAll, withoutOwn } from './api-asks.ts';

const HEADERS = [
  'api-version',
  'content-type',
  'docker-experimental',
  'ostype',
  'cache-control',
  'pragma',
  'swarm',
];

/** Who is there, which versions are spoken, and what is no page. */
export const apiDoors: Scenario = {
  name: 'api-doors',
  claims: ['version-and-ping', 'api-versions', 'failure-worker-asked'],
  play: async (stage) => {
    const wanted = HEADERS;
    await askAll(stage, [
      { what: 'ping', path: '/_ping', wanted },
      { what: 'ping by HEAD', method: 'HEAD', path: '/_ping', wanted },
      { what: 'ping with a version', path: '/v1.41/_ping', wanted },
      { what: 'ping of a worker', path: '/_ping', node: 'node2', wanted },
      { what: 'ping by POST', method: 'POST', path: '/_ping' },
      { what: 'the oldest version', path: '/v1.12/secrets?filters={"name":["nobody-knows"]}', wanted },
      { what: 'a version before the oldest', path: '/v1.11/secrets', wanted },
      { what: 'version 1', path: '/v1/secrets' },
      { what: 'the first version after the newest', path: '/v1.42/secrets', wanted },
      { what: 'a version far too new', path: '/v9.99/secrets' },
      { what: 'a version that is none', path: '/vx/secrets' },
      { what: 'a version of three numbers', path: '/v1.41.0/secrets?filters={"name":["nobody-knows"]}' },
      { what: 'no page', path: '/nope', wanted },
      { what: 'no page of this version', path: '/v1.41/nope' },
      { what: 'no page of a version too new', path: '/v1.42/nope' },
      { what: 'the root', path: '/' },
      { what: 'a slash too many', path: '/services/', wanted: ['location'] },
      { what: 'two slashes', path: '//services', wanted: ['location'] },
      { what: 'another method', method: 'PUT', path: '/services' },
      { what: 'a method that nobody has', method: 'PATCH', path: '/version' },
      { what: 'a delete of a list', method: 'DELETE', path: '/services' },
      { what: 'a page in capitals', path: '/Services' },
      { what: 'headers of an answer', path: '/services?filters={"name":["nobody-knows"]}', wanted },
      { what: 'headers of an error', path: '/services/nobody-knows', wanted },
      { what: 'a body of another type', method: 'POST', path: '/services/create', body: '{', headers: text },
      {
        what: 'a body without a type',
        method: 'POST',
        path: '/services/create',
        body: '{',
        headers: { 'content-type': '' },
      },
    ]);
    await versions(stage);
    await infos(stage);
    await askAll(
      stage,
      [
        ['GET', '/swarm'],
        ['GET', '/swarm/unlockkey'],
        ['POST', '/swarm/update?version=1'],
        ['GET', '/nodes'],
        ['GET', '/nodes/self'],
        ['GET', '/services'],
        ['GET', '/services/nobody-knows'],
        ['POST', '/services/create'],
        ['POST', '/services/x/update?version=1'],
        ['DELETE', '/services/x'],
        ['GET', '/services/x/logs?stdout=1'],
        ['GET', '/tasks'],
        ['GET', '/tasks/x'],
        ['GET', '/secrets'],
        ['GET', '/configs'],
        ['GET', '/networks/nobody-knows'],
        ['GET', '/distribution/bad%20name/json'],
      ].map(([method = '', path = '']) => ({
        what: `a worker is asked for ${method} ${path}`,
        method,
        path,
        node: 'node2',
        ...(method === 'POST' ? { body: {} } : {}),
      })),
    );
  },
};

const text = { 'content-type': 'text/plain' };

type Loose = Readonly<Record<string, unknown>>;

/** The names of the fields, and of what kind their values are: for what is the machine's own. */
const kinds = (value: unknown): unknown => {
  if (Array.isArray(value)) return [];
  if (typeof value !== 'object' || value === null) return value === null ? null : typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, kinds(inner)]));
};

const versions = async (stage: Stage): Promise<void> => {
  const version = await stage.get<Loose>('/version');
  const { ApiVersion, MinAPIVersion, Os, Arch, Platform } = version;
  stage.fact('version', { ApiVersion, MinAPIVersion, Os, Arch, Platform });
  stage.fact('fields of version', Object.keys(version));
};

/** All that is about the swarm; the rest are the machine's own fields. */
const infos = async (stage: Stage): Promise<void> => {
  for (const node of ['node1', 'node2']) {
    const answer = await stage.call('GET', '/info', { node });
    const { Swarm, ...machine } = JSON.parse(answer.body) as { Swarm: Loose };
    stage.fact(`the swarm in info of ${node}`, withoutOwn(Swarm));
    if (node === 'node1')
      stage.fact('the other fields of info', kinds(Object.fromEntries(withoutMaps(machine))));
  }
  stage.fact('info has a body', said(await stage.call('HEAD', '/info')));
};

/** What a machine has of plug-ins, runtimes and registries is its own. */
const withoutMaps = (machine: Loose): readonly [string, unknown][] =>
  Object.entries(machine).map(([key, value]) => [
    key,
    typeof value === 'object' && value !== null ? {} : value,
  ]);
