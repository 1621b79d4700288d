/** The plugins of an engine 20.10 on Linux to which nothing was added: what every engine of the practice swarm has. */
export const LOG_DRIVERS: readonly string[] =
  'awslogs fluentd gcplogs gelf journald json-file local logentries splunk syslog'.split(' ');
export const NETWORK_DRIVERS: readonly string[] = 'bridge host ipvlan macvlan null overlay'.split(' ');
export const VOLUME_DRIVERS: readonly string[] = ['local'];
