import type { Language } from '@veche/contract';
import { html, raw } from 'hono/html';

export type Html = ReturnType<typeof html>;

/** Nothing runs and nothing is fetched from elsewhere: the pages are read from a disk. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' file:; media-src 'self' file:";

const style = `
:root { color-scheme: light dark; --back: #fff; --ink: #1a1a1a; --soft: #6b6b6b; --line: #e3e3e3; --link: #1a5fb4; }
@media (prefers-color-scheme: dark) {
  :root { --back: #18191b; --ink: #ececec; --soft: #9a9a9a; --line: #333538; --link: #8ab4f8; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 46rem; padding: 1.5rem 1rem 4rem; background: var(--back); color: var(--ink);
  font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
a { color: var(--link); }
h1 { font-size: 1.5rem; line-height: 1.25; }
h2 { font-size: 1.15rem; margin: 2rem 0 0.5rem; }
nav { display: flex; gap: 1rem; flex-wrap: wrap; margin: 1rem 0; }
.soft { color: var(--soft); font-size: 0.875rem; }
.rows { list-style: none; padding: 0; margin: 0; }
.rows li { border-top: 1px solid var(--line); padding: 0.6rem 0; }
.day { margin: 2rem 0 0.5rem; font-weight: 600; }
.message { border-top: 1px solid var(--line); padding: 0.6rem 0; }
.message:target { outline: 2px solid var(--link); outline-offset: 4px; }
.head { display: flex; gap: 0.6rem; align-items: baseline; }
.head bdi { font-weight: 600; }
.text { white-space: pre-wrap; margin: 0.15rem 0 0; }
.quote { border-inline-start: 3px solid var(--line); padding-inline-start: 0.7rem; color: var(--soft);
  display: block; text-decoration: none; white-space: pre-wrap; max-height: 4.5em; overflow: hidden; }
blockquote { margin: 0.3rem 0; border-inline-start: 3px solid var(--line); padding-inline-start: 0.7rem; }
pre { white-space: pre-wrap; border: 1px solid var(--line); padding: 0.6rem; margin: 0.3rem 0; border-radius: 6px; }
details > summary { cursor: pointer; }
.spoiler { background: var(--soft); color: var(--soft); border-radius: 3px; }
.spoiler:hover { color: var(--back); }
img, video { max-width: 100%; max-height: 28rem; border-radius: 6px; display: block; margin: 0.4rem 0; }
.reactions { display: flex; gap: 0.5rem; flex-wrap: wrap; margin-top: 0.3rem; }
`;

/** A page without script that looks the same from a disk as from a server. */
export async function page(options: { language: Language; title: string; body: Html }): Promise<string> {
  const { language, title, body } = options;
  const document = await html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="${raw(POLICY)}" />
        <title>${title}</title>
        <style>
          ${raw(style)}
        </style>
      </head>
      <body>
        ${body}
      </body>
    </html>`;
  return document.toString();
}
