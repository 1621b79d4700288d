import type { Finding, Plan } from '../plan/plan.ts';
import { isDetached, planDecision } from './plan-decision.ts';
import type { Action, Part, View } from './view.ts';

/**
 * The card of a plan: what would change, what is risky about it, who asked, until when, and the buttons. Once the plan is
 * decided the same card says who decided and what came of it, and has no buttons.
 */
export function planView(plan: Plan, on: { readonly production: boolean }): View {
  const where = on.production ? `PRODUCTION cluster ${plan.cluster}` : `cluster ${plan.cluster}`;
  if (plan.state !== 'proposed') {
    const decision = planDecision(plan);
    return {
      summary: `${plan.title} on ${plan.cluster}: ${decision.summary}`,
      parts: [
        heading(plan),
        ...clusterParts(plan, on.production),
        diffPart(plan),
        ...decision.parts,
        requested(plan),
      ],
    };
  }
  return {
    summary: `Plan: ${plan.title} on ${where}. Nothing changes until it is confirmed.`,
    parts: [
      heading(plan),
      ...clusterParts(plan, on.production),
      diffPart(plan),
      ...plan.findings.map(findingPart),
      ...digestParts(plan),
      { kind: 'context', text: undoText(plan), priority: 4 },
      ...followParts(plan),
      waiting(plan),
      { kind: 'actions', items: actions(plan, on.production), priority: 10 },
    ],
  };
}

function heading(plan: Plan): Part {
  return { kind: 'heading', text: plan.title, priority: 10 };
}

function clusterParts(plan: Plan, production: boolean): Part[] {
  if (!production) return [{ kind: 'context', text: ['On ', { bold: plan.cluster }], priority: 9 }];
  const text = [{ bold: 'PRODUCTION' }, ': this is the cluster ', { bold: plan.cluster }, '.'];
  return [{ kind: 'text', text, priority: 10 }];
}

function diffPart(plan: Plan): Part {
  return { kind: 'diff', rows: plan.changes, priority: 8, overflow: 'file' };
}

function findingPart(finding: Finding): Part {
  const priority = { danger: 9, warning: 7, info: 3 }[finding.level];
  return { kind: 'notice', level: finding.level, text: finding.text, priority };
}

function digestParts(plan: Plan): Part[] {
  return plan.digests.map(({ image, digest }) => ({
    kind: 'context',
    text: [{ code: image }, ' is ', { code: digest }, ' in its registry now.'],
    priority: 4,
  }));
}

function undoText({ undo }: Plan): string {
  return undo.possible ? `Undo: ${undo.why}` : `This cannot be undone: ${undo.why}`;
}

function followParts(plan: Plan): Part[] {
  return isDetached(plan) ? [{ kind: 'context', text: 'Not followed (--detach).', priority: 4 }] : [];
}

function requested(plan: Plan): Part {
  return { kind: 'context', text: ['Asked for by ', { person: plan.requester }, '.'], priority: 6 };
}

function waiting(plan: Plan): Part {
  return {
    kind: 'context',
    text: [
      'Asked for by ',
      { person: plan.requester },
      ', who alone can confirm it, until ',
      { time: plan.expiresAt, style: 'time' },
      '.',
    ],
    priority: 9,
  };
}

function actions(plan: Plan, production: boolean): Action[] {
  const dangers = plan.findings.filter(({ level }) => level === 'danger').length;
  const confirm: Action = {
    verb: 'confirm',
    ref: plan.id,
    label: 'Confirm',
    style: production || dangers > 0 ? 'danger' : 'primary',
  };
  return [
    dangers > 0 ? { ...confirm, confirm: askBack(plan, dangers) } : confirm,
    ...(plan.changeable ? [{ verb: 'change', ref: plan.id, label: 'Change' }] : []),
    { verb: 'cancel', ref: plan.id, label: 'Cancel' },
  ];
}

/** A card that names a danger is easily confirmed by habit: asked once more. */
function askBack(plan: Plan, dangers: number) {
  const risk = dangers === 1 ? 'a danger' : `${dangers} dangers`;
  return {
    title: 'Run this plan?',
    text: `${plan.title} on ${plan.cluster}. The card names ${risk}.`,
    yes: 'Run it',
    no: 'Not yet',
  };
}
