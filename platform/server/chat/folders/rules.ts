import { type ChatId, type Folder, folders as contract, type ParsedInputOf, VecheError } from '@veche/contract';

type Content = ParsedInputOf<typeof contract.folderMethods.create>;

/** A folder's content in one form: nothing twice, and nothing that contradicts itself; or why not. */
export function contentOf(input: Content, ownChats: ReadonlySet<ChatId>): Omit<Folder, 'folderId'> {
  const { title, emoji, kinds, without, includedIds, excludedIds, pinnedIds } = input;
  for (const [field, ids] of Object.entries({ includedIds, excludedIds, pinnedIds })) {
    const unknown = ids.findIndex((chatId) => !ownChats.has(chatId));
    if (unknown >= 0) {
      throw new VecheError('not_found', 'There is no such chat among yours.', { field: `${field}.${unknown}` });
    }
  }
  const included = new Set(includedIds);
  const astray = pinnedIds.findIndex((chatId) => !included.has(chatId));
  if (astray >= 0) throw wrong(`pinnedIds.${astray}`, 'must be among includedIds');
  const twice = excludedIds.findIndex((chatId) => included.has(chatId));
  if (twice >= 0) throw wrong(`excludedIds.${twice}`, 'must not be among includedIds');
  if (kinds.length === 0 && included.size === 0) throw wrong('includedIds', 'a folder must hold a chat or a kind');
  return {
    title,
    ...(emoji === undefined ? {} : { emoji }),
    kinds: [...new Set(kinds)],
    without: [...new Set(without)],
    includedIds: [...included],
    excludedIds: [...new Set(excludedIds)],
    pinnedIds: [...new Set(pinnedIds)],
  };
}

export function chatsNamed({ includedIds, excludedIds, pinnedIds }: Content): Set<ChatId> {
  return new Set([...includedIds, ...excludedIds, ...pinnedIds]);
}

function wrong(field: string, message: string): VecheError {
  return new VecheError('invalid_input', `${field}: ${message}`, { field });
}

export function noSuchFolder(field = 'folderId'): VecheError {
  return new VecheError('not_found', 'There is no such folder among yours.', { field });
}

export function tooManyFolders(): VecheError {
  return new VecheError('conflict', `There can be up to ${contract.MAX_FOLDERS} folders.`, { field: 'title' });
}
