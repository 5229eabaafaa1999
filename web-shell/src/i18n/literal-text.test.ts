import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';

const source = fileURLToPath(new URL('..', import.meta.url));
const spoken = /(?:aria-label|aria-description|aria-roledescription|title|placeholder|alt)\s*=\s*(["'])(.*?)\1/gu;

/** Words standing in the templates of a file instead of the catalogue. */
function literalText(code: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTaggedTemplateExpression(node) && node.tag.getText() === 'html') found.push(...wordsOf(node.template));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('file.ts', code, ts.ScriptTarget.Latest, true));
  return found;
}

function wordsOf(template: ts.TemplateLiteral): string[] {
  const markup = ts.isNoSubstitutionTemplateLiteral(template)
    ? template.text
    : [template.head.text, ...template.templateSpans.map(({ literal }) => literal.text)].join('\0');
  const attributes = [...markup.matchAll(spoken)].map((match) => match[2] ?? '');
  const text = markup.replaceAll(/<[^>]*>/gu, '\0').split('\0');
  return [...attributes, ...text].map((part) => part.trim()).filter((part) => /\p{L}/u.test(part));
}

test('no template holds text of its own', () => {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts'),
  );
  expect(files.length).toBeGreaterThan(40);
  for (const file of files) expect(literalText(readFileSync(`${source}/${file}`, 'utf8')), file).toEqual([]);
  // Each file is parsed; on a busy machine that takes its time.
}, 60_000);

test('text in a template is noticed, also within nested ones and in what is read aloud', () => {
  expect(literalText('html`<p>Hello</p>`')).toEqual(['Hello']);
  expect(literalText('html`<ul>${list.map((x) => html`<li>Пункт ${x}</li>`)}</ul>`')).toEqual(['Пункт']);
  expect(literalText('html`<button aria-label="Close" @click=${() => close()}>${icon(x)}</button>`')).toEqual([
    'Close',
  ]);
  expect(literalText('html`<a class="row" href=${path} @click=${() => a > b}>${t("key")} · 1</a>`')).toEqual([]);
});
