import {
  type AccountId,
  type ChatId,
  type chats as contract,
  type ParsedInputOf,
  permissionBits,
  permissions as allPermissions,
  permissionsOf,
  VecheError,
} from '@veche/contract';
import type { Batch, ChatHead, Membership } from '../../kernel/conversation-log/index.ts';
import type { Tx } from '../../kernel/database/sql.ts';
import { recordAdminAct } from '../audit/record.ts';
import { refusedByBlock } from '../blocks/feature.ts';
import { enter, oneByOne } from './appliers.ts';
import { CHANNEL_DENIED, holdsRight, isShared, mayDo, onlyAdmins } from './rules.ts';

type Input = ParsedInputOf<typeof contract.update>;
export type UpdateOperation = Input & { actorId: AccountId };

const ALL_DENIED = permissionBits(allPermissions);

/** Changes the face of a chat. Each field has its own right; one that is refused refuses all. */
export const applyUpdates = oneByOne<UpdateOperation, { changed: boolean }>(async (batch, operation) => {
  const { chatId, actorId } = operation;
  const entered = await enter(batch, chatId, actorId);
  if (entered instanceof VecheError) return entered;
  const { head, member } = entered;
  const refusal = mayUpdate(head, member, operation, batch.at) ?? (await refusedByBlock(batch, operation));
  if (refusal !== null) return refusal;

  const { title, description, permissions, slowModeSeconds, messageTtlSeconds, historyForNewMembers } = operation;
  const before = await readFace(batch.tx, chatId);
  const after: Face = {
    title: title ?? before.title,
    description: description === undefined ? before.description : description || null,
    denied: permissions === undefined ? before.denied : ALL_DENIED & ~permissionBits(permissions),
    slowModeSeconds: slowModeSeconds === undefined ? before.slowModeSeconds : (slowModeSeconds ?? 0),
    messageTtlSeconds: messageTtlSeconds === undefined ? before.messageTtlSeconds : (messageTtlSeconds ?? 0),
    hidesHistory: historyForNewMembers === undefined ? before.hidesHistory : historyForNewMembers === 'hidden',
  };
  const set = {
    ...(after.title === before.title ? {} : { title: after.title }),
    ...(after.description === before.description ? {} : { description: after.description }),
    ...(after.denied === before.denied ? {} : { permissions: permissionsOf(~after.denied) }),
    ...(after.slowModeSeconds === before.slowModeSeconds ? {} : { slowModeSeconds: after.slowModeSeconds || null }),
    ...(after.messageTtlSeconds === before.messageTtlSeconds
      ? {}
      : { messageTtlSeconds: after.messageTtlSeconds || null }),
    ...(after.hidesHistory === before.hidesHistory
      ? {}
      : { historyForNewMembers: after.hidesHistory ? ('hidden' as const) : null }),
  };
  if (Object.keys(set).length === 0) return { changed: false };
  await writeFace(batch, head, after);
  batch.append(chatId, actorId, { kind: 'chat.changed', set });
  if (head.kind !== 'direct') await recordAdminAct(batch, { chatId, actorId, kind: 'chat.changed', data: { set } });
  return { changed: true };
});

function mayUpdate(head: ChatHead, member: Membership, input: Input, at: Date): VecheError | null {
  const { title, description, permissions, slowModeSeconds, messageTtlSeconds, historyForNewMembers } = input;
  if (title !== undefined || description !== undefined) {
    const refusal = isShared(head.kind) ?? mayDo(head, member, 'changeInfo', at);
    if (refusal !== null) return refusal;
  }
  if (permissions !== undefined || slowModeSeconds !== undefined || historyForNewMembers !== undefined) {
    const refusal = isShared(head.kind) ?? (holdsRight(member, 'restrictMembers') ? null : onlyAdmins());
    if (refusal !== null) return refusal;
  }
  if (head.kind === 'channel') {
    if (slowModeSeconds !== undefined && slowModeSeconds !== null) return notInChannels('slowModeSeconds');
    if (historyForNewMembers === 'hidden')
      return notInChannels('historyForNewMembers', 'whoever follows a channel may read it all');
    if (permissions?.some((permission) => (CHANNEL_DENIED & permissionBits([permission])) !== 0) === true)
      return notInChannels('permissions');
  }
  const setsTtl = messageTtlSeconds !== undefined && head.kind !== 'direct';
  return setsTtl && !holdsRight(member, 'deleteMessages') ? onlyAdmins() : null;
}

function notInChannels(field: string, why = 'members of a channel may react and nothing else'): VecheError {
  return new VecheError('invalid_input', `${field}: ${why}`, { field });
}

interface Face {
  title: string | null;
  description: string | null;
  denied: number;
  slowModeSeconds: number;
  messageTtlSeconds: number;
  hidesHistory: boolean;
}

async function readFace(tx: Tx, chatId: ChatId): Promise<Face> {
  const [face] = await tx<Face[]>`
    select title, description, denied, slow_mode_seconds as "slowModeSeconds", message_ttl_seconds as "messageTtlSeconds",
      hides_history as "hidesHistory"
    from chat where chat_id = ${chatId}`;
  if (face === undefined) throw new Error('a locked chat disappeared');
  return face;
}

/** Writes a face, and lets what follows in the batch see its rules. */
async function writeFace({ tx }: Batch, head: ChatHead, face: Face): Promise<void> {
  await tx`
    update chat set title = ${face.title}, description = ${face.description}, denied = ${face.denied},
      slow_mode_seconds = ${face.slowModeSeconds}, message_ttl_seconds = ${face.messageTtlSeconds},
      hides_history = ${face.hidesHistory}
    where chat_id = ${head.chatId}`;
  head.denied = face.denied;
  head.slowModeSeconds = face.slowModeSeconds;
  head.messageTtlSeconds = face.messageTtlSeconds;
}
