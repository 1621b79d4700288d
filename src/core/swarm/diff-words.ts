import { formatDuration } from '../chat/duration.ts';
import { bytesInWords } from './bytes-in-words.ts';
import { shortImage } from './image-name.ts';

const NONE = '(none)';

/** Where text is no secret. Everywhere else only that it changed is said. */
const SHOWN = [
  'Name',
  'Mode',
  'EndpointSpec',
  'UpdateConfig',
  'RollbackConfig',
  'TaskTemplate.Placement',
  'TaskTemplate.Resources',
  'TaskTemplate.RestartPolicy',
  'TaskTemplate.Runtime',
  'TaskTemplate.LogDriver.Name',
  'TaskTemplate.ContainerSpec.Image',
  'TaskTemplate.ContainerSpec.Dir',
  'TaskTemplate.ContainerSpec.User',
  'TaskTemplate.ContainerSpec.Groups',
  'TaskTemplate.ContainerSpec.Hostname',
  'TaskTemplate.ContainerSpec.Hosts',
  'TaskTemplate.ContainerSpec.DNSConfig',
  'TaskTemplate.ContainerSpec.Isolation',
  'TaskTemplate.ContainerSpec.StopSignal',
  'TaskTemplate.ContainerSpec.CapabilityAdd',
  'TaskTemplate.ContainerSpec.CapabilityDrop',
];
/** The part of a secret, a config, a mount or a network that names it. */
const NAMES =
  /^TaskTemplate\.(?:ContainerSpec\.(?:(?:Secrets|Configs)\.\d+\.(?:Secret|Config)Name|Mounts\.\d+\.(?:Type|Source|Target))|Networks\.\d+\.(?:Target|Aliases.*))$/;
const NANOSECONDS = /\.(?:Delay|Monitor|Window|Interval|Timeout|StartPeriod|StartInterval|StopGracePeriod)$/;

/** Of a secret's or config's file, or of a tmpfs. */
const FILE_MODE = /\.(?:File|TmpfsOptions)\.Mode$/;

/** One field's two values for people. */
export function valueInWords(
  path: string,
  before: unknown,
  after: unknown,
): { readonly before: string; readonly after: string } {
  const shown = { before: shownValue(path, before), after: shownValue(path, after) };
  if (typeof before === 'number' && typeof after === 'number' && shown.before === shown.after) {
    return { before: String(before), after: String(after) }; // rounded, they would read the same
  }
  if (shown.before !== null && shown.after !== null) return { before: shown.before, after: shown.after };
  if (isNothing(before)) return { before: NONE, after: '(set)' };
  return { before: '(set)', after: isNothing(after) ? NONE : '(changed)' };
}

/** Null when the value may be secret. */
function shownValue(path: string, value: unknown): string | null {
  if (isNothing(value)) return path.endsWith('.Monitor') ? '5s (default)' : NONE;
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return numberInWords(path, value);
  if (!isShown(path)) return null;
  if (Array.isArray(value)) return value.map(listItem).join(', ');
  if (typeof value === 'object') return 'yes'; // `{Global: {}}`
  if (typeof value !== 'string') return null;
  return path === 'TaskTemplate.ContainerSpec.Image' ? shortImage(value) : value;
}

function numberInWords(path: string, value: number): string {
  if (NANOSECONDS.test(path)) return formatDuration(value);
  if (path.endsWith('.NanoCPUs')) return String(value / 1e9);
  if (path.endsWith('Bytes')) return bytesInWords(value);
  if (FILE_MODE.test(path)) return `0${value.toString(8)}`;
  return String(value);
}

function listItem(item: unknown): string {
  if (typeof item !== 'object' || item === null) return String(item);
  return Object.entries(item)
    .toSorted(([a], [b]) => (a === 'OS' ? -1 : b === 'OS' ? 1 : 0)) // a platform reads linux/amd64
    .map(([, value]) => String(value))
    .join('/');
}

function isShown(path: string): boolean {
  return NAMES.test(path) || SHOWN.some((prefix) => path === prefix || path.startsWith(`${prefix}.`));
}

function isNothing(value: unknown): boolean {
  return (
    value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
  );
}
