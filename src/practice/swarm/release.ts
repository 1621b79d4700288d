/** Which engine this is true to. */
export const ENGINE = {
  version: '20.10.24',
  gitCommit: '5d6db84',
  goVersion: 'go1.19.7',
  buildTime: '2023-04-04T18:18:42.000000000+00:00',
  kernel: '6.1.0-practice',
  containerd: '1.6.20',
  runc: '1.1.5',
} as const;
