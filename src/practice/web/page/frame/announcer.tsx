import { useEffect, useRef, useState } from 'preact/hooks';
import { plainText } from '../blocks/plain.ts';
import { nameOf } from '../place/channels.ts';
import { useShell } from './shell.ts';
import { useWorld } from '../world.ts';

/** Longer words would keep a screen reader from the next message. */
const most = 140;

/** Reads out what others write into the open channel, briefly. */
export function Announcer() {
  const world = useWorld();
  const { place } = useShell();
  const channel = place.at === 'channel' ? place.channel : '';
  const last = world.messages(channel).at(-1);
  const known = useRef({ channel: '', ts: '' });
  const [words, setWords] = useState('');
  useEffect(() => {
    const before = known.current;
    known.current = { channel, ts: last?.ts ?? '' };
    if (last === undefined || before.channel !== channel || last.ts <= before.ts) return;
    if (last.user === world.me.id) return;
    const said = plainText(last, world).replaceAll(/\s+/g, ' ');
    const cut = said.length > most ? `${said.slice(0, most)} …` : said;
    setWords(`${nameOf(world.person(last.user), last.user)}: ${cut}`);
  }, [channel, last?.ts]);
  return (
    <div class="unseen" role="status" aria-live="polite">
      {words}
    </div>
  );
}
