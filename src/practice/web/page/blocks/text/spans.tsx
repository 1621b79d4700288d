import { useWorld } from '../../world.ts';
import { groupLabel, type Span } from '../prose.ts';
import { Moment } from './moment.tsx';

/** Written text in a line. */
export function Spans({ spans }: { readonly spans: readonly Span[] }) {
  return (
    <>
      {spans.map((span, index) => (
        <One key={index} span={span} />
      ))}
    </>
  );
}

function One({ span }: { readonly span: Span }) {
  switch (span.kind) {
    case 'text':
      return <>{span.text}</>;
    case 'break':
      return <br />;
    case 'mark':
      return <Marked span={span} />;
    case 'link':
      return (
        <a href={span.url} target="_blank" rel="noopener noreferrer">
          <Spans spans={span.spans} />
        </a>
      );
    case 'person':
      return <PersonMention id={span.id} label={span.label} />;
    case 'channel':
      return <ChannelMention id={span.id} label={span.label} />;
    case 'group':
      return <span class="b-mention">{groupLabel(span)}</span>;
    case 'broadcast':
      return <span class="b-mention me">@{span.range}</span>;
    case 'date':
      return <Moment date={span} />;
    case 'color':
      return (
        <span class="b-color">
          <span class="b-color-sample" style={{ background: colorOf(span.value) }} />
          {span.value}
        </span>
      );
  }
}

function Marked({ span }: { readonly span: Extract<Span, { kind: 'mark' }> }) {
  const inside = <Spans spans={span.spans} />;
  switch (span.mark) {
    case 'bold':
      return <strong>{inside}</strong>;
    case 'italic':
      return <em>{inside}</em>;
    case 'strike':
      return <s>{inside}</s>;
    case 'code':
      return <code class="b-code">{inside}</code>;
    case 'underline':
      return <u>{inside}</u>;
    case 'highlight':
      return <mark class="b-highlight">{inside}</mark>;
  }
}

type Mention = { readonly id: string; readonly label: string | undefined };

function PersonMention({ id, label }: Mention) {
  const world = useWorld();
  const person = world.person(id);
  return (
    <span class={id === world.workspace.me ? 'b-mention me' : 'b-mention'} title={person?.realName}>
      @{person?.name ?? label ?? id}
    </span>
  );
}

function ChannelMention({ id, label }: Mention) {
  const world = useWorld();
  const channel = world.channel(id);
  // A private channel that the person is not in.
  if (channel === undefined) return <span class="b-mention">#{label ?? 'private-channel'}</span>;
  return (
    <button type="button" class="b-mention" onClick={() => world.open({ channel: id })}>
      #{channel.name === '' ? (label ?? id) : channel.name}
    </button>
  );
}

function colorOf(value: string): string {
  return /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/iu.test(value) ? value : 'transparent';
}
