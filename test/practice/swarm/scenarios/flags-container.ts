import type { Spec } from '../stage.ts';
import type { FlagCase } from './flags-table.ts';
import { SECOND } from './rolls.ts';

const container = (ContainerSpec: Spec): Spec => ({ TaskTemplate: { ContainerSpec } });
const dns = (DNSConfig: Spec): Spec => container({ DNSConfig });
const health = (Healthcheck: Spec): Spec => container({ Healthcheck });
const CHECK = { Test: ['CMD', 'test', '-e', '/tmp/healthy'], Interval: SECOND };

const one = (flag: FlagCase['flag'], spec: Spec): FlagCase => ({
  flag,
  edit: container(spec),
  waitFor: 'end',
});

/** A flag that adds, and the one that takes away again. */
const addAndRemove = (
  add: FlagCase['flag'],
  remove: FlagCase['flag'],
  field: string,
  value: Readonly<Record<string, string>> | readonly unknown[],
): readonly FlagCase[] => {
  const key = Array.isArray(value) ? null : (Object.keys(value)[0] ?? '');
  const none = key === null ? [] : { [key]: undefined };
  return [
    { flag: add, edit: container({ [field]: value }), waitFor: 'end' },
    {
      flag: remove,
      before: container({ [field]: value }),
      edit: container({ [field]: none }),
      waitFor: 'end',
    },
  ];
};

/** Flags that change the container alone. */
export const CONTAINER_FLAGS: readonly FlagCase[] = [
  { flag: 'flag-args', edit: container({ Args: ['/bin/app', 'serve'] }), waitFor: 'end' },
  one('flag-cap-add', { CapabilityAdd: ['CAP_NET_ADMIN'] }),
  one('flag-cap-drop', { CapabilityDrop: ['CAP_CHOWN'] }),
  ...addAndRemove('flag-container-label-add', 'flag-container-label-rm', 'Labels', { team: 'a' }),
  {
    flag: 'flag-credential-spec',
    edit: container({ Privileges: { CredentialSpec: { File: 'spec.json' } } }),
    waitFor: 'failure',
  },
  { flag: 'flag-dns-add', edit: dns({ Nameservers: ['10.77.0.1'] }), waitFor: 'end' },
  {
    flag: 'flag-dns-rm',
    before: dns({ Nameservers: ['10.77.0.1'] }),
    edit: dns({ Nameservers: [] }),
    waitFor: 'end',
  },
  { flag: 'flag-dns-option-add', edit: dns({ Options: ['ndots:2'] }), waitFor: 'end' },
  {
    flag: 'flag-dns-option-rm',
    before: dns({ Options: ['ndots:2'] }),
    edit: dns({ Options: [] }),
    waitFor: 'end',
  },
  { flag: 'flag-dns-search-add', edit: dns({ Search: ['example.com'] }), waitFor: 'end' },
  {
    flag: 'flag-dns-search-rm',
    before: dns({ Search: ['example.com'] }),
    edit: dns({ Search: [] }),
    waitFor: 'end',
  },
  { flag: 'flag-entrypoint', edit: container({ Command: ['/bin/app', 'serve'] }), waitFor: 'end' },
  ...addAndRemove('flag-env-add', 'flag-env-rm', 'Env', ['A=1']),
  ...addAndRemove('flag-group-add', 'flag-group-rm', 'Groups', ['1000']),
  { flag: 'flag-health-cmd', edit: health(CHECK), waitFor: 'end' },
  { flag: 'flag-health-interval', edit: health({ Interval: SECOND }), waitFor: 'end' },
  { flag: 'flag-health-retries', edit: health({ Retries: 2 }), waitFor: 'end' },
  // 20.10 does not know this one: nothing is left to change
  { flag: 'flag-health-start-interval', edit: health({ StartInterval: SECOND }), waitFor: 'end' },
  { flag: 'flag-health-start-period', edit: health({ StartPeriod: SECOND }), waitFor: 'end' },
  { flag: 'flag-health-timeout', edit: health({ Timeout: SECOND }), waitFor: 'end' },
  {
    flag: 'flag-no-healthcheck',
    before: health(CHECK),
    edit: health({ Test: ['NONE'], Interval: undefined }),
    waitFor: 'end',
  },
  ...addAndRemove('flag-host-add', 'flag-host-rm', 'Hosts', ['10.0.0.9 db']),
  { flag: 'flag-hostname', edit: container({ Hostname: 'first' }), waitFor: 'end' },
  { flag: 'flag-image', edit: container({ Image: 'registry:5000/web:2' }), waitFor: 'end' },
  { flag: 'flag-init', edit: container({ Init: false }), waitFor: 'end' },
  { flag: 'flag-isolation', edit: container({ Isolation: 'process' }), waitFor: 'failure' },
  ...addAndRemove('flag-mount-add', 'flag-mount-rm', 'Mounts', [{ Type: 'tmpfs', Target: '/t' }]),
  // 20.10 does not know this one
  { flag: 'flag-oom-score-adj', edit: container({ OomScoreAdj: 100 }), waitFor: 'nothing' },
  { flag: 'flag-read-only', edit: container({ ReadOnly: true }), waitFor: 'end' },
  { flag: 'flag-stop-grace-period', edit: container({ StopGracePeriod: 3 * SECOND }), waitFor: 'end' },
  { flag: 'flag-stop-signal', edit: container({ StopSignal: 'SIGINT' }), waitFor: 'end' },
  ...addAndRemove('flag-sysctl-add', 'flag-sysctl-rm', 'Sysctls', {
    'net.ipv4.ip_unprivileged_port_start': '0',
  }),
  { flag: 'flag-tty', edit: container({ TTY: true }), waitFor: 'end' },
  ...addAndRemove('flag-ulimit-add', 'flag-ulimit-rm', 'Ulimits', [
    { Name: 'nofile', Soft: 1024, Hard: 2048 },
  ]),
  { flag: 'flag-user', edit: container({ User: '1000' }), waitFor: 'end' },
  { flag: 'flag-workdir', edit: container({ Dir: '/tmp' }), waitFor: 'end' },
];
