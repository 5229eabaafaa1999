import { html, nothing, type TemplateResult } from 'lit';
import camera from 'lucide-static/icons/camera.svg?raw';
import trash from 'lucide-static/icons/trash-2.svg?raw';
import type { FileId } from '@veche/contract';
import { errorWords } from '../state/error-words.ts';
import type { Shell } from '../state/shell.ts';
import { uploadFile } from '../state/upload-file.ts';
import { icon } from './icon.ts';

/** Chooses the photo of a person or a chat, or takes it away; failures are told as notices. */
export function photoPicker(
  shell: Shell,
  { has, set }: { has: boolean; set: (fileId: FileId | null) => Promise<unknown> },
): TemplateResult {
  const { words, notices } = shell;
  const change = async (work: () => Promise<FileId | null>): Promise<void> => {
    try {
      await set(await work());
      notices.show(words.t('photo.changed'));
    } catch (error) {
      notices.show(errorWords(words, error));
    }
  };
  const chosen = ({ target }: Event): void => {
    const input = target as HTMLInputElement;
    const [file] = input.files ?? [];
    input.value = '';
    if (file !== undefined) void change(() => uploadFile(shell, file, { kind: 'photo' }));
  };
  const open = ({ currentTarget }: Event): void => {
    ((currentTarget as HTMLElement).nextElementSibling as HTMLInputElement).click();
  };
  return html`<span class="photo-picker">
    <button type="button" class="button" data-kind="quiet" @click=${open}>
      ${icon(camera)}${words.t('photo.choose')}
    </button>
    <input type="file" accept="image/*" hidden aria-label=${words.t('photo.choose')} @change=${chosen} />
    ${
      has
        ? html`<button
            type="button"
            class="icon-button"
            aria-label=${words.t('photo.remove')}
            title=${words.t('photo.remove')}
            @click=${() => void change(() => Promise.resolve(null))}
          >
            ${icon(trash)}
          </button>`
        : nothing
    }
  </span>`;
}
