import { secret, type Sources } from './environment.ts';
import type { ConfigFile } from './schema.ts';
import type { YamlFile } from './yaml.ts';

/** The registries with their passwords, which the environment holds under the names that the file gives. */
export async function readRegistries(
  yaml: YamlFile,
  file: ConfigFile,
  sources: Sources,
): Promise<Map<string, { username: string; password: string }>> {
  const registries = new Map<string, { username: string; password: string }>();
  for (const [host, { username, password_env: name }] of Object.entries(file.registries)) {
    const password = await secret(
      sources,
      name,
      /^[^\r\n]+$/,
      `expected the password for the registry ${host}, on one line`,
    );
    if (password === undefined) {
      // Its name is not quoted: it might be the password, put there by mistake.
      const words = 'expected a variable that is set (or set with _FILE at its end)';
      sources.faults.push(yaml.fault(['registries', host, 'password_env'], words));
    }
    registries.set(host, { username, password: password ?? '' });
  }
  return registries;
}
