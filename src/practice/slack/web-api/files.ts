import { z } from 'zod';
import { announceMessage } from '../events.ts';
import { botSees } from '../file-access.ts';
import { eraseFile } from '../forget.ts';
import { checkContent, postAsBot } from '../messages.ts';
import { Refusal } from '../refusal.ts';
import { fileShape } from '../shapes.ts';
import type { FileRecord, State } from '../state.ts';
import { method, structured, text, whole, writableChannel, type Method } from './method.ts';

const Completed = z.array(z.object({ id: z.string(), title: z.string().optional() })).min(1);

/** files.getUploadURLExternal, files.completeUploadExternal, files.info, files.delete */
export const fileMethods: Record<string, Method> = {
  'files.getUploadURLExternal': method(
    { scopes: ['files:write'] },
    z.object({ filename: text, length: whole, alt_text: text.optional(), snippet_type: text.optional() }),
    ({ state }, args) => {
      if (args.length === 0)
        throw new Refusal('invalid_arguments', ['[ERROR] must be greater than 0 [json-pointer:/length]']);
      const id = state.ids.next('F');
      const uploadKey = crypto.randomUUID();
      state.addFile({
        id,
        name: args.filename,
        title: args.filename,
        user: state.app.botUserId,
        size: args.length,
        created: state.ids.seconds(),
        channels: [],
        completed: false,
        uploadKey,
      });
      return { upload_url: `${state.origin}/upload/v1/${id}/${uploadKey}`, file_id: id };
    },
  ),

  'files.completeUploadExternal': method(
    { scopes: ['files:write'] },
    z.object({
      files: structured,
      channel_id: text.optional(),
      thread_ts: text.optional(),
      initial_comment: text.optional(),
      blocks: structured.optional(),
    }),
    (workplace, args) => {
      const { state } = workplace;
      const files = Completed.safeParse(args.files);
      if (!files.success)
        throw new Refusal('invalid_arguments', ['[ERROR] must be a valid list [json-pointer:/files]']);
      const channel = args.channel_id === undefined ? undefined : writableChannel(workplace, args.channel_id);
      const records = files.data.map(({ id, title }) => {
        const file = state.files.get(id);
        if (file?.content === undefined || file.user !== state.app.botUserId)
          throw new Refusal('file_not_found');
        return { file, title: title ?? file.title };
      });
      const checked = checkContent(state, {
        ...(args.initial_comment === undefined ? {} : { text: args.initial_comment }),
        ...(args.blocks === undefined ? {} : { blocks: args.blocks }),
      });
      for (const { file, title } of records) {
        file.title = title;
        file.completed = true;
        if (channel !== undefined) file.channels.push(channel.id);
      }
      if (channel !== undefined) {
        const message = postAsBot(state, channel.id, checked, {
          files: records.map(({ file }) => file.id),
          ...(args.thread_ts === undefined ? {} : { threadTs: args.thread_ts }),
        });
        void announceMessage(workplace, message);
      }
      return { files: records.map(({ file }) => fileShape(state, file)) };
    },
  ),

  'files.info': method({ scopes: ['files:read'] }, z.object({ file: text }), ({ state }, args) => {
    const file = visibleFile(state, args.file);
    return { file: fileShape(state, file), comments: [], response_metadata: { next_cursor: '' } };
  }),

  // A bot deletes its own files only, whatever scopes it has.
  'files.delete': method({ scopes: ['files:write'] }, z.object({ file: text }), ({ state }, args) => {
    const file = visibleFile(state, args.file);
    if (file.user !== state.app.botUserId) throw new Refusal('cant_delete_file');
    eraseFile(file);
    return {};
  }),
};

function visibleFile(state: State, id: string): FileRecord {
  const file = state.files.get(id);
  if (file === undefined || !file.completed || !botSees(state, file)) throw new Refusal('file_not_found');
  if (file.deleted === true) throw new Refusal('file_deleted');
  return file;
}
