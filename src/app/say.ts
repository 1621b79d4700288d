import { parse } from '../core/chat/parse.ts';
import type { ReadCommand } from '../core/command.ts';
import { assertMayRead, assertUser, clusterOf } from '../core/policy/access.ts';
import type { Said } from '../core/ports/front.ts';
import type { View } from '../core/view/view.ts';
import { clusterNamed, observersOf, type Parts } from './parts.ts';
import { propose } from './propose.ts';
import { personOf } from './rights.ts';

/** Words become a typed command: a read is answered, a change is proposed. Nothing is ever changed by words. */
export async function say(parts: Parts, said: Said, signal: AbortSignal): Promise<void> {
  const { place } = said;
  const person = await personOf(parts, said.person, signal);
  assertUser(person);
  const { command, raw, common } = parse(said.text, parts.catalog);
  if (command.kind === 'read' && command.scope === 'bot') {
    await answer(parts, said, command, { raw, share: common.share }, signal);
    return;
  }
  const cluster = clusterOf(parts.access, [...parts.clusters.keys()], {
    person,
    place,
    named: common.cluster,
  });
  if (command.kind === 'read') {
    assertMayRead(parts.access, { person, place, cluster });
    await answer(parts, said, command, { raw, share: common.share, cluster }, signal);
    return;
  }
  await propose(parts, { command, args: raw, cluster, requester: said.person, place }, signal);
}

/** What stands in the channel says who put it there. */
function sharedBy(person: string, view: View): View {
  return { ...view, parts: [...view.parts, { kind: 'context', text: ['Shared by ', { person }, '.'] }] };
}

/** Reads are seen by the asker alone unless asked for the channel. */
async function answer(
  parts: Parts,
  said: Said,
  command: ReadCommand,
  asked: { raw: Parameters<ReadCommand['read']>[1]; share: boolean; cluster?: string },
  signal: AbortSignal,
): Promise<void> {
  const context = { catalog: parts.catalog, now: parts.clock.now(), signal };
  const observers =
    asked.cluster === undefined ? {} : { observers: observersOf(parts, clusterNamed(parts, asked.cluster)) };
  const view = await command.read({ ...context, ...observers }, asked.raw);
  if (asked.share) await parts.messenger.post(said.place, sharedBy(said.person, view), signal);
  else await said.reply(view);
}
