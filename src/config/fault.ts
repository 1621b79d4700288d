/** One thing that is wrong with the configuration. Never holds a value: it might be a secret. */
export type Fault = {
  /** Path of the file, or `environment`. */
  readonly file: string;
  /** Counted from 1; null where there is no line (the environment, a file that is missing). */
  readonly line: number | null;
  /** `clusters.prod.endpoints[0]`, the variable's name, or '' for the file as a whole. */
  readonly field: string;
  readonly expected: string;
};

export const ENVIRONMENT = 'environment';

/** The configuration cannot be used. Names every fault at once; the start ends with exit code 78 (EX_CONFIG). */
export class ConfigError extends Error {
  readonly faults: readonly Fault[];
  constructor(faults: readonly Fault[]) {
    super(['The configuration cannot be used:', ...faults.map(faultLine)].join('\n'));
    this.name = 'ConfigError';
    this.faults = faults;
  }
}

/** `waggle.yml:12: clusters.prod.endpoints[0]: expected ...` */
export function faultLine({ file, line, field, expected }: Fault): string {
  const place = line === null ? file : `${file}:${line}`;
  return [place, field, expected].filter((part) => part !== '').join(': ');
}
