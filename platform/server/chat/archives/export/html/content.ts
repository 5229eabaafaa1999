import type { Message } from '@veche/contract';
import { html } from 'hono/html';
import type { ExportedFile } from '../format.ts';
import type { Html } from './document.ts';
import type { Words } from './words.ts';

/** From a page in `html/<chatId>/` up to the top of the zip. */
const TOP = '../../';

/** What a message shows beside its text. */
export function content(message: Message, files: readonly ExportedFile[], w: Words): Html {
  return html`${files.map((file) => fileView(file, w))}${poll(message, w)}${place(message, w)}${contact(message, w)}${sticker(message, w)}${call(message, w)}`;
}

function fileView(file: ExportedFile, w: Words): Html {
  if (file.path === undefined) return html`<p class="soft">${w.file}: <bdi>${file.name}</bdi> (${w.missing})</p>`;
  const address = TOP + file.path.split('/').map(encodeURIComponent).join('/');
  const ending = file.path.slice(file.path.lastIndexOf('.') + 1).toLowerCase();
  if (/^(?:jpe?g|png|gif|webp|avif)$/.test(ending))
    return html`<a href="${address}"><img src="${address}" alt="${file.name}" loading="lazy" /></a>`;
  if (/^(?:mp4|webm|mov)$/.test(ending))
    return html`<video src="${address}" controls preload="none" title="${file.name}"></video>`;
  if (/^(?:ogg|opus|mp3|m4a|wav|oga)$/.test(ending))
    return html`<audio src="${address}" controls preload="none" title="${file.name}"></audio>`;
  return html`<p>
    <a href="${address}" download><bdi>${file.name}</bdi></a>
  </p>`;
}

function poll({ poll, pollResults }: Message, w: Words): Html {
  if (poll === undefined) return html``;
  return html`<div class="text" dir="auto">
    <b>${w.poll}: ${poll.question}</b>
    <ul>
      ${poll.options.map((option, index) => html`<li>${option}: ${pollResults?.counts[index] ?? 0}</li>`)}
    </ul>
  </div>`;
}

function place({ location }: Message, w: Words): Html {
  if (location === undefined) return html``;
  return html`<p class="text">${w.place}: ${location.latitude}, ${location.longitude}</p>`;
}

/** One with a picture has it among its files. */
function sticker({ sticker, attachments = [] }: Message, w: Words): Html {
  if (sticker === undefined || attachments.length > 0) return html``;
  return html`<p class="text">${w.sticker}: ${sticker.emoji}</p>`;
}

function call({ call }: Message, w: Words): Html {
  if (call === undefined) return html``;
  const minutes = `${Math.floor(call.seconds / 60)}:${String(call.seconds % 60).padStart(2, '0')}`;
  const what = call.media === 'video' ? w.videoCall : w.call;
  return html`<p class="text">${what}: ${call.outcome === 'answered' ? minutes : w.unanswered}</p>`;
}

function contact({ contact }: Message, w: Words): Html {
  if (contact === undefined) return html``;
  return html`<p class="text">${w.contact}: <bdi>${contact.name}</bdi> ${contact.phone ?? ''}</p>`;
}
