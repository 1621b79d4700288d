import type { Store } from '../../state/store.ts';
import type { ContainerSpec } from '../../state/spec.ts';
import type { ApiError } from '../api.ts';
import { rpcError } from '../rpc-error.ts';

type Kind = 'secret' | 'config';
/** A reference to a secret or a config. */
type Reference = {
  readonly id: string;
  readonly name: string;
  readonly file?: string;
  readonly runtime: boolean;
};

/**
 * Checks references to secrets and configs by themselves (`swarmkit manager/controlapi/service.go`, validateSecretRefsSpec and
 * validateConfigRefsSpec).
 * @throws ApiError for the first fault.
 */
export function validateReferences(spec: ContainerSpec): void {
  validate('secret', secretsOf(spec));
  const configs = configsOf(spec);
  validate('config', configs);
  const credentials = credentialConfigOf(spec);
  if (credentials !== '' && !configs.some(({ id, runtime }) => runtime && id === credentials)) {
    throw invalid(
      `CredentialSpec references config '${credentials}', but that config isn't in config references with RuntimeTarget`,
    );
  }
}

/**
 * Checks that all that is referred to is there, by this id and this name (checkSecretExistence, checkConfigExistence).
 * @throws ApiError that names all those missing, secrets first.
 */
export function checkReferences(store: Store, spec: ContainerSpec): void {
  check('secret', secretsOf(spec), (id) => store.secrets.get(id)?.spec.Name);
  check('config', configsOf(spec), (id) => store.configs.get(id)?.spec.Name);
}

const invalid = (words: string): ApiError => rpcError('InvalidArgument', words);

function validate(kind: Kind, references: readonly Reference[]): void {
  const nameOfFile = new Map<string, string>();
  for (const { id, name, file, runtime } of references) {
    if (id === '' || name === '') throw invalid(`malformed ${kind} reference`);
    if (runtime) continue;
    if (file === undefined) throw invalid(`malformed ${kind} reference, no target provided`);
    if (file === '') throw invalid(`malformed file ${kind} reference, invalid target file name provided`);
    const other = nameOfFile.get(file);
    if (other !== undefined) {
      throw invalid(`${kind} references '${other}' and '${name}' have a conflicting target: '${file}'`);
    }
    nameOfFile.set(file, name);
  }
}

function check(
  kind: Kind,
  references: readonly Reference[],
  nameOf: (id: string) => string | undefined,
): void {
  const missing = references.filter(({ id, name }) => nameOf(id) !== name).map(({ name }) => name);
  if (missing.length === 0) return;
  throw invalid(`${kind}${missing.length === 1 ? '' : 's'} not found: ${missing.join(', ')}`);
}

function secretsOf({ Secrets = [] }: ContainerSpec): readonly Reference[] {
  return Secrets.map(({ SecretID, SecretName, File }) => ({
    id: SecretID,
    name: SecretName,
    runtime: false,
    ...fileOf(File),
  }));
}

function configsOf({ Configs = [] }: ContainerSpec): readonly Reference[] {
  return Configs.map(({ ConfigID, ConfigName, File, Runtime }) => ({
    id: ConfigID,
    name: ConfigName,
    runtime: Runtime !== undefined,
    ...fileOf(File),
  }));
}

function fileOf(file: { readonly Name: string } | undefined): { readonly file?: string } {
  return file === undefined ? {} : { file: file.Name };
}

/** The config that holds the credential spec of a Windows container; '' when there is none. */
function credentialConfigOf({ Privileges }: ContainerSpec): string {
  return Privileges?.CredentialSpec?.Config ?? '';
}
