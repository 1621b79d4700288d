import { useCallback, useState } from 'preact/hooks';
import { remember, remembered } from './frame/memory.ts';
import { useLive } from './feed/use-live.ts';
import { useSeen } from './unread/use-seen.ts';
import { Waiting } from './frame/waiting.tsx';
import { WorkspacePage } from './frame/workspace-page.tsx';

/** The page: who looks, and what is known. */
export function App() {
  const [as, setAs] = useState(() => remembered('as'));
  const { known, link } = useLive(as);
  const [seen, see] = useSeen(known);
  const be = useCallback((person: string) => {
    remember('as', person);
    setAs(person);
  }, []);
  const { workspace } = known;
  const me = workspace === undefined ? undefined : known.people.get(workspace.me);
  if (workspace === undefined || me === undefined || seen === undefined) return <Waiting link={link} />;
  return (
    <WorkspacePage known={known} workspace={workspace} me={me} link={link} be={be} seen={seen} see={see} />
  );
}
