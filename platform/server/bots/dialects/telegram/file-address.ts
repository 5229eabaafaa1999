import { fileAddress } from '../../files/file-address.ts';
import { readFileName } from '../../files/file-name.ts';

/** Where the house keeps what a `file_path` names; null for what names nothing. */
export function addressOf(path: string): string | null {
  const name = readFileName(/^files\/+([^/.]+)(?:\.\w{1,8})?$/.exec(path)?.[1] ?? '');
  return name === null ? null : fileAddress(name);
}
