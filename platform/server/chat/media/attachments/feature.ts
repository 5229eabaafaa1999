import { type Attachment, type MessageBody, VecheError } from '@veche/contract';
import { type Batch, seatKey } from '../../../kernel/conversation-log/index.ts';
import { mayDo } from '../../chats/rules.ts';
import type { Draft } from '../../messages/draft.ts';
import type { MessageFeature } from '../../messages/features.ts';
import { type FileRow, requestRelease, toMediaFile } from '../files/store.ts';
import { carryOthers } from './replace.ts';
import { mayStandTogether, noSuchFile, permissionFor } from './rules.ts';
import { deleteMessageFiles, holdFiles, insertMessageFiles, type WantedFile } from './store.ts';

/** Files of messages: named by who sends them, then part of the content; a copied message brings its own. */
export const attachmentFeature: MessageFeature = {
  name: 'attachments',
  concerns: (draft) => draft.unfinished?.attachments !== undefined || draft.body?.attachments !== undefined,

  async check(batch, drafts) {
    const wanted = drafts.map(wantedBy);
    const files = await holdFiles(batch.tx, wanted.flat());
    const members = await batch.members(drafts.map(({ chatId, actorId }) => ({ chatId, accountId: actorId })));
    let place = 0;
    return drafts.map((draft, index) => {
      const found = (wanted[index] ?? []).map(({ spoiler }) => ({ spoiler, file: files.get(place++) }));
      const head = batch.head(draft.chatId);
      const member = members.get(seatKey(draft.chatId, draft.actorId));
      if (head === undefined || member === undefined) return null;
      const attachments = complete(found);
      if (attachments instanceof VecheError) return attachments;
      const kinds = attachments.map(({ kind }) => kind);
      const refusal =
        mayDo(head, member, permissionFor(kinds), batch.at) ??
        standsAlone(draft) ??
        mayStandTogether(kinds, draft.text);
      if (refusal === null) draft.body = { ...draft.body, attachments };
      return refusal;
    });
  },

  async created(batch: Batch, created) {
    const files = created.flatMap(({ message: { chatId, messageId, attachments = [] } }) =>
      attachments.map(({ fileId }, position) => ({ chatId, messageId, position, fileId })),
    );
    await insertMessageFiles(batch.tx, files, batch.at);
  },

  checkEdit: (_batch, _before, after) => {
    const kinds = (after.body?.attachments ?? []).map(({ kind }) => kind);
    return Promise.resolve(mayStandTogether(kinds, after.text));
  },
  edited: carryOthers,

  async wiped(tx, chatId, messageIds, batch) {
    await requestRelease(tx, await deleteMessageFiles(tx, chatId, messageIds), batch.at);
  },
};

function wantedBy({ actorId, body, unfinished }: Draft): (WantedFile & { spoiler: true | undefined })[] {
  const named = unfinished?.attachments?.map(({ from = 'own' as const, ...file }) => ({ ...file, from }));
  const copied = body?.attachments?.map((file) => ({ ...file, from: 'copied' as const }));
  return (named ?? copied ?? []).map(({ fileId, from, spoiler }) => ({ actorId, fileId, from, spoiler }));
}

/** The attachments as they are stored and shown, or the refusal of the first file that is not there. */
function complete(
  found: readonly { file: FileRow | undefined; spoiler: true | undefined }[],
): Attachment[] | VecheError {
  const missing = found.findIndex(({ file }) => file === undefined);
  if (missing >= 0) return noSuchFile(missing);
  return found.flatMap(({ file, spoiler }) =>
    file === undefined ? [] : { ...toMediaFile(file), ...(spoiler === undefined ? {} : { spoiler }) },
  );
}

/** Content that takes a message for itself. */
const lonely = ['poll', 'location', 'contact'] as const satisfies (keyof MessageBody)[];

function standsAlone({ body }: Draft): VecheError | null {
  const other = lonely.find((kind) => body?.[kind] !== undefined);
  if (other === undefined) return null;
  return new VecheError('invalid_input', `attachments: a message with ${other} says nothing else`, {
    field: 'attachments',
  });
}
