/**
 * docker's commands about a swarm by noun, other names among them, so that what is docker's is told from what is a slip.
 * Source: docker/cli v28.5.2 docs/reference/commandline.
 */
export const DOCKER_VERBS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['config', words('create inspect list ls remove rm')],
  ['node', words('demote inspect list ls promote ps remove rm update')],
  ['secret', words('create inspect list ls remove rm')],
  ['service', words('create inspect list logs ls ps remove rm rollback scale update')],
  ['stack', words('config deploy down list ls ps remove rm services up')],
  ['swarm', words('ca init join join-token leave unlock unlock-key update')],
]);

/** The short forms of commands that are still to come. */
export const SHORT_FORMS_TO_COME: ReadonlySet<string> = words(
  'configs create demote drain inspect logs promote remove rm secrets stacks status why',
);

const LIST = words('f filter format q quiet');

/** docker's flags, letters among them, of the commands that have more of them than Waggle. From the same pages. */
export const DOCKER_FLAGS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['node ls', LIST],
  ['service ls', LIST],
  ['service ps', words('f filter format no-resolve no-trunc q quiet')],
  [
    'service update',
    words(`args cap-add cap-drop config-add config-rm constraint-add constraint-rm container-label-add
      container-label-rm credential-spec d detach dns-add dns-option-add dns-option-rm dns-rm dns-search-add dns-search-rm
      endpoint-mode entrypoint env-add env-rm force generic-resource-add generic-resource-rm group-add group-rm health-cmd
      health-interval health-retries health-start-interval health-start-period health-timeout host-add host-rm hostname
      image init isolation label-add label-rm limit-cpu limit-memory limit-pids log-driver log-opt max-concurrent mount-add
      mount-rm network-add network-rm no-healthcheck no-resolve-image oom-score-adj placement-pref-add placement-pref-rm
      publish-add publish-rm q quiet read-only replicas replicas-max-per-node reserve-cpu reserve-memory restart-condition
      restart-delay restart-max-attempts restart-window rollback rollback-delay rollback-failure-action
      rollback-max-failure-ratio rollback-monitor rollback-order rollback-parallelism secret-add secret-rm
      stop-grace-period stop-signal sysctl-add sysctl-rm t tty u ulimit-add ulimit-rm update-delay update-failure-action
      update-max-failure-ratio update-monitor update-order update-parallelism user w with-registry-auth workdir`),
  ],
]);

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/));
}
