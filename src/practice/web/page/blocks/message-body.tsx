import { useState } from 'preact/hooks';
import type { Message } from '../../protocol.ts';
import { useWorld } from '../world.ts';
import { Attachment } from './attachment.tsx';
import { Blocks } from './block.tsx';
import { Drafts } from './drafts.ts';
import { FileCard } from './file-card.tsx';
import { SurfaceAround } from './surface-around.tsx';
import { Mrkdwn } from './text/mrkdwn.tsx';

/** All that a message shows below its author: blocks or text, attachments and files. */
export function MessageBody({ message }: { readonly message: Message }) {
  const [drafts] = useState(() => new Drafts());
  const { channel, ts, blocks, values } = message;
  const isTyped = useWorld().person(message.user)?.isBot === false;
  // Slack's client makes formats of the marks that people type. The workspace keeps what they type as plain words, so the text
  // is read here as it would have been there.
  const showsText = blocks.length === 0 || isTyped;
  return (
    <SurfaceAround kind="message" target={{ channel, ts }} {...{ channel, blocks, values, drafts }}>
      {showsText ? message.text !== '' && <Mrkdwn text={message.text} /> : <Blocks blocks={blocks} />}
      {message.attachments.map((attachment, index) => (
        <Attachment key={index} attachment={attachment} />
      ))}
      {message.files.map((file) => (
        <FileCard key={file.id} file={file} />
      ))}
    </SurfaceAround>
  );
}
