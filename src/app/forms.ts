import { argsFromForm, checkForm, formOf } from '../core/chat/form.ts';
import { imagesInText } from '../core/chat/images-in-text.ts';
import type { RawArgs } from '../core/chat/param.ts';
import type { ChangeCommand } from '../core/command.ts';
import { UserError } from '../core/errors.ts';
import { UPDATE_COMMAND } from '../core/plan/command-names.ts';
import { assertMayChange, clusterOf } from '../core/policy/access.ts';
import type { Click, Shortcut, Submission } from '../core/ports/front.ts';
import { repositoryOf } from '../core/swarm/image-name.ts';
import type { Service } from '../core/swarm/objects.ts';
import type { Form, FormField } from '../core/view/view.ts';
import { claim, openPlan } from './decide.ts';
import { clusterNamed, type Parts } from './parts.ts';
import { changeCommand, propose, refreshCard } from './propose.ts';
import { personOf } from './rights.ts';

/**
 * Modals. A form's verb is what it does and the command it fills (`change service update`), its ref the plan that it
 * changes or the cluster that it deploys to. A submitted form is only words: it leads to a plan like any other.
 */
const CHANGE = 'change';
const DEPLOY = 'deploy';
export const DEPLOY_SHORTCUT = 'deploy_image';

/** Change: the plan's arguments in a form, for its requester alone. */
export function openChange(parts: Parts, click: Click, signal: AbortSignal): Promise<void> {
  return click.form.open(changeForm(parts, click, signal));
}

async function changeForm(parts: Parts, click: Click, signal: AbortSignal): Promise<Form> {
  const plan = await openPlan(parts, click, signal);
  const command = changeCommand(parts, plan.command);
  const about = {
    verb: `${CHANGE} ${plan.command}`,
    ref: plan.id,
    title: 'Change the plan',
    submit: 'Show the plan',
  };
  return formOf(
    { ...about, intro: [plan.title, ...keptWords(command, plan.args)].join('. ') },
    command.params,
    plan.args,
  );
}

/** What the form does not show, but the new plan keeps. */
function keptWords(command: ChangeCommand, args: RawArgs): string[] {
  const kept = Object.entries(args).filter(([name]) => command.params[name]?.inForm !== true);
  if (kept.length === 0) return [];
  return [
    `Kept: ${kept.map(([name, value]) => (value === true ? name : `${name} ${String(value)}`)).join(', ')}`,
  ];
}

/** The message shortcut "Deploy this image": the images in a message, and the services that run the same repository. */
export function openDeploy(parts: Parts, shortcut: Shortcut, signal: AbortSignal): Promise<void> {
  if (shortcut.name !== DEPLOY_SHORTCUT) {
    throw new UserError('not-found', 'This shortcut is of another version of Waggle.');
  }
  return shortcut.form.open(deployForm(parts, shortcut, signal));
}

async function deployForm(parts: Parts, shortcut: Shortcut, signal: AbortSignal): Promise<Form> {
  const { place } = shortcut;
  const person = await personOf(parts, shortcut.person, signal);
  const cluster = clusterOf(parts.access, [...parts.clusters.keys()], { person, place });
  assertMayChange(parts.access, { person, place, cluster });
  const images = imagesInText(shortcut.text);
  if (images.length === 0) {
    throw new UserError(
      'not-found',
      'There is no image in this message.',
      'An image looks like redis:3.0.6.',
    );
  }
  const services = await clusterNamed(parts, cluster).swarm.services({}, signal);
  const repositories = new Set(images.map(repositoryOf));
  const running = services.filter((service) => repositories.has(repositoryOf(imageOf(service))));
  const [service] = running;
  if (service === undefined) {
    const list = [...repositories].join(', ');
    throw new UserError(
      'not-found',
      `No service on ${cluster} runs ${list}.`,
      'Say: update SERVICE image=IMAGE',
    );
  }
  const image =
    images.find((candidate) => repositoryOf(candidate) === repositoryOf(imageOf(service))) ?? images[0] ?? '';
  const command = changeCommand(parts, UPDATE_COMMAND);
  const about = {
    verb: `${DEPLOY} ${UPDATE_COMMAND}`,
    ref: cluster,
    title: 'Deploy this image',
    submit: 'Show the plan',
  };
  const names = running.map(({ Spec }) => Spec.Name);
  const filled = formOf(about, command.params, { service: service.Spec.Name, image }, { service: names });
  const fields = filled.fields.filter(({ name }) => DEPLOY_FIELDS.has(name));
  return {
    ...filled,
    fields: fields.map((field) => (field.name === 'image' ? oneOf(field, images) : field)),
  };
}

/** Only what the shortcut asks for. */
const DEPLOY_FIELDS = new Set(['service', 'image', 'update-delay', 'update-parallelism']);

/** A field that has to be chosen from what was found. */
function oneOf(field: FormField, values: readonly string[]): FormField {
  return {
    ...field,
    kind: 'select',
    optional: false,
    options: values.map((value) => ({ value, label: value })),
  };
}

function imageOf(service: Service): string {
  return service.Spec.TaskTemplate.ContainerSpec?.Image ?? '';
}

/** The faults of a submitted form's values, by field. Pure. */
export function checkSubmission(
  parts: Pick<Parts, 'catalog'>,
  { verb, values }: Pick<Submission, 'verb' | 'values'>,
): Record<string, string> {
  return checkForm(commandOf(parts, verb).params, values);
}

/** A submitted form becomes a plan; the plan that it changes is replaced by it. */
export async function submitForm(parts: Parts, submission: Submission, signal: AbortSignal): Promise<void> {
  const { verb, ref, values, person, place } = submission;
  const command = commandOf(parts, verb);
  if (verb.startsWith(`${DEPLOY} `)) {
    const args = argsFromForm(command.params, values);
    await propose(parts, { command, args, cluster: ref, requester: person, place }, signal);
    return;
  }
  const plan = await openPlan(parts, { ref, person, place }, signal);
  const args = argsFromForm(command.params, values, plan.args);
  const next = await propose(
    parts,
    { command, args, cluster: plan.cluster, requester: person, place: plan.origin },
    signal,
  );
  refreshCard(
    parts,
    await claim(parts, plan, 'replaced', {
      replacedBy: next.id,
      decidedBy: person,
      decidedAt: parts.clock.now(),
    }),
  );
}

function commandOf(parts: Pick<Parts, 'catalog'>, verb: string): ChangeCommand {
  const [act, ...name] = verb.split(' ');
  if (act === CHANGE || act === DEPLOY) return changeCommand(parts, name.join(' '));
  throw new UserError('not-found', 'This form is of another version of Waggle.', 'Say the command again.');
}
