import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runInThisContext } from 'node:vm';
import ts from 'typescript';
import { expect, onTestFinished, test } from 'vitest';
import * as sdk from './index.ts';
import { createTestHost } from './test-host/index.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const door = `${here}index.ts`;
const root = fileURLToPath(new URL('../..', import.meta.url));
const settings = ts.parseJsonConfigFileContent(
  ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile).config,
  ts.sys,
  root,
).options;

/** Files of a capability each, whose examples run: they need a shell and nothing of a page. */
const shown = new Set(
  'clipboard closing-confirmation colours confirm-presence download end-grant fullscreen home-screen install invoke-bot keyboard list-scopes open-app open-chat popup refresh-launch scan-code secondary-button share share-card storage vibrate vk-secret'
    .split(' ')
    .map((name) => `${here}${name}.ts`),
);

function programOf(files: Readonly<Record<string, string>>): ts.Program {
  const host = ts.createCompilerHost(settings);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (path) => path in files || fileExists(path);
  host.readFile = (path) => files[path] ?? readFile(path);
  host.getSourceFile = (path, ...rest) => {
    const text = files[path];
    return text === undefined
      ? getSourceFile(path, ...rest)
      : ts.createSourceFile(path, text, ts.ScriptTarget.ES2024, true);
  };
  return ts.createProgram([door, ...Object.keys(files)], settings, host);
}

const program = programOf({});
const checker = program.getTypeChecker();
const examples = checker
  .getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(door)!)!)
  .map((alias) => (alias.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(alias) : alias))
  .filter((symbol) => shown.has(symbol.declarations?.[0]?.getSourceFile().fileName ?? ''))
  .flatMap((symbol) => {
    const found = symbol.getJsDocTags(checker).filter(({ name }) => name === 'example');
    expect(found, `${symbol.name} has no example`).not.toEqual([]);
    return found.map(({ text }) => ({ name: symbol.name, example: ts.displayPartsToString(text) }));
  });

test('every capability is among the examples, and they compile', { timeout: 120_000 }, () => {
  expect(examples.length).toBeGreaterThan(20);
  const values = Object.keys(sdk).join(', ');
  const prelude = `import { ${values}, type Veche } from '${door}';\ndeclare const veche: Veche;\nexport {};\n`;
  const files = Object.fromEntries(
    examples.map(({ example }, index) => [`${here}example-${index}.ts`, `${prelude}\n${example}\n`]),
  );
  const built = programOf(files);
  const complaints = Object.keys(files).flatMap((file) =>
    ts
      .getPreEmitDiagnostics(built, built.getSourceFile(file))
      // What an example does not use of the door is no fault of it.
      .filter(({ code }) => code !== 6133 && code !== 6192)
      .map(({ messageText }) => `${file}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`),
  );
  expect(complaints).toEqual([]);
});

test('a small app to copy from shows every capability', () => {
  const importing = /^import \{([^}]*)\} from '@veche\/mini-app-sdk';$/gm;
  const shows = globSync(`${root}sample-apps/capabilities/*/{main,back-end}.ts`).flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(importing)].flatMap(([, names]) => names!.split(',')),
  );
  const imported = new Set(shows.map((name) => name.trim()));
  // What reads and checks launch data on an app's own server, which it needs no window for.
  const onServers = ['readLaunchData', 'verifyLaunchData', 'verifyLaunchDataByKey', 'vkSecretOf'];
  expect(Object.keys(sdk).filter((name) => !imported.has(name) && !onServers.includes(name))).toEqual([]);
});

/** A bridge whose shell answers at once, as a person does who agrees and shows a code to the camera. */
async function connected(): Promise<sdk.Veche> {
  const host = createTestHost();
  onTestFinished(host.close);
  host.answer('ui.showPopup', { buttonId: 'keep' });
  host.answer('scanner.open', () => {
    void host.tell('scanner.found', { text: '7' });
    return {};
  });
  return sdk.connect(host.surroundings);
}

test.each(examples)('the example of $name runs and keeps what it says', async ({ example }) => {
  const failed: string[] = [];
  const checked = { ...console, assert: (holds: boolean) => void (holds || failed.push('an assertion does not hold')) };
  const given = { ...sdk, veche: await connected(), console: checked };
  const { outputText } = ts.transpileModule(example, {
    compilerOptions: { target: ts.ScriptTarget.ES2024, module: ts.ModuleKind.ESNext },
  });
  const run = runInThisContext(`(async (${Object.keys(given).join(', ')}) => {${outputText}\n})`) as (
    ...values: unknown[]
  ) => Promise<void>;
  await run(...Object.values(given));
  expect(failed).toEqual([]);
});
