// The door for pages and for the server alike: texts and their entities, without schemas.
export { checkEntities } from './check-entities.ts';
export { coverSpoilers } from './cover-spoilers.ts';
export { type FormattedText, MAX_ENTITIES } from './formatted-text.ts';
export { MarkupError } from './markup-error.ts';
export { parseMarkdown } from './light/own-markdown.ts';
export { parseMaxHtml } from './light/max-html.ts';
export { parseMaxMarkdown } from './light/max-markdown.ts';
export { writeMarkdown } from './light/write-markdown.ts';
export { type TextNode, toNodes } from './render.ts';
export { parseTelegramHtml } from './telegram/html.ts';
export { parseTelegramMarkdown } from './telegram/markdown.ts';
export { parseTelegramMarkdownV2 } from './telegram/markdown-v2.ts';
export { trimText } from './trim-text.ts';
