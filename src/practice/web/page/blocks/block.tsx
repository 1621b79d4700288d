import { objectAt, objectsAt, stringAt, typeOf, type JsonObject } from './json.ts';
import { Actions } from './kinds/actions.tsx';
import { Alert } from './kinds/alert.tsx';
import { Card } from './kinds/card.tsx';
import { Carousel } from './kinds/carousel.tsx';
import { Container } from './kinds/container.tsx';
import { Context } from './kinds/context.tsx';
import { ContextActions } from './kinds/context-actions.tsx';
import { DataTable } from './kinds/data-table.tsx';
import { Image } from './kinds/image.tsx';
import { Input } from './kinds/input.tsx';
import { Markdown } from './kinds/markdown.tsx';
import { Plan } from './kinds/plan.tsx';
import { RemoteFile } from './kinds/remote-file.tsx';
import { RichText } from './kinds/rich-text.tsx';
import { Section } from './kinds/section.tsx';
import { Table } from './kinds/table.tsx';
import { TaskCard } from './kinds/task-card.tsx';
import { Video } from './kinds/video.tsx';
import { Safely } from './safely.tsx';
import { TextObject } from './text/text-object.tsx';
import { Unknown } from './unknown.tsx';

/** Blocks one below the other. A block keeps what is on the screen of it while its id stays. */
export function Blocks({ blocks }: { readonly blocks: readonly JsonObject[] }) {
  return (
    <div class="b-blocks">
      {blocks.map((block, index) => (
        <Safely key={stringAt(block, 'block_id') ?? index} type={typeOf(block)}>
          <Block block={block} />
        </Safely>
      ))}
    </div>
  );
}

function Block({ block }: { readonly block: JsonObject }) {
  const type = typeOf(block);
  switch (type) {
    case 'actions':
      return <Actions block={block} />;
    case 'alert':
      return <Alert block={block} />;
    case 'card':
      return <Card block={block} />;
    case 'carousel':
      return <Carousel block={block} />;
    case 'container':
      return (
        <Container block={block}>
          <Blocks blocks={objectsAt(block, 'child_blocks')} />
        </Container>
      );
    case 'context':
      return <Context block={block} />;
    case 'context_actions':
      return <ContextActions block={block} />;
    case 'data_table':
      return <DataTable block={block} />;
    case 'divider':
      return <hr class="b-divider" />;
    case 'file':
      return <RemoteFile block={block} />;
    case 'header':
      return (
        <div class="b-header" role="heading" aria-level={3}>
          <TextObject text={objectAt(block, 'text')} />
        </div>
      );
    case 'image':
      return <Image block={block} />;
    case 'input':
      return <Input block={block} />;
    case 'markdown':
      return <Markdown block={block} />;
    case 'plan':
      return <Plan block={block} />;
    case 'rich_text':
      return <RichText block={block} />;
    case 'section':
      return <Section block={block} />;
    case 'table':
      return <Table block={block} />;
    case 'task_card':
      return <TaskCard block={block} />;
    case 'video':
      return <Video block={block} />;
    default:
      return <Unknown what="a block" type={type} />;
  }
}
