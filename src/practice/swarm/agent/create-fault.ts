import type { ContainerSpec } from '../state/spec.ts';
import { pathExists } from './mounts.ts';

const ISOLATIONS = new Set(['', 'default']);

/** Why a Linux engine makes no container of this spec, in its words; undefined when it does. */
export function faultOfCreation(spec: ContainerSpec): string | undefined {
  const { Isolation: isolation = '' } = spec;
  if (!ISOLATIONS.has(isolation)) {
    return `invalid isolation '${isolation}' on linux`;
  }
  const credentials = credentialOption(spec.Privileges);
  // only Windows knows credential specs
  if (credentials !== undefined) return `invalid --security-opt 2: "credentialspec=${credentials}"`;
  for (const { Type: type, Source: source = '' } of spec.Mounts ?? []) {
    if (type !== 'bind' || pathExists(source)) continue;
    return `invalid mount config for type "bind": bind source path does not exist: ${source}`;
  }
  return undefined;
}

function credentialOption(privileges: ContainerSpec['Privileges']): string | undefined {
  const { Config: config = '', File: file = '', Registry: registry = '' } = privileges?.CredentialSpec ?? {};
  if (config !== '') return `config://${config}`;
  if (file !== '') return `file://${file}`;
  return registry === '' ? undefined : `registry://${registry}`;
}
