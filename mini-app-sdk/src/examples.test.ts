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

/** Files whose examples need a page, or a server of the app's, and are compiled alone. */
const notRun = new Set(
  'back-button connect launch launch-data lifecycle main-button open-link request-attributes settings-button theme verify-contact verify-launch-data verify-presence viewport visibility'
    .split(' ')
    .map((name) => `${here}${name}.ts`),
);

/** What examples take from the app around them. */
const ofTheApp = `
  type Act = (...given: unknown[]) => Promise<void>;
  declare const page: string, greeting: HTMLElement, list: HTMLElement;
  declare const launchData: string, proof: string, sentChallenge: string, keys: JsonWebKey[];
  declare const forgetName: Act, refresh: Act, render: Act, save: Act, send: Act, showFieldToType: Act;
`;

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
  .flatMap((symbol) => {
    const file = symbol.declarations?.[0]?.getSourceFile().fileName ?? '';
    // Types, and what is of the contract, are shown where they are used.
    if (!file.startsWith(here) || (symbol.flags & ts.SymbolFlags.Value) === 0) return [];
    const found = symbol.getJsDocTags(checker).filter(({ name }) => name === 'example');
    expect(found, `${symbol.name} has no example`).not.toEqual([]);
    return found.map(({ text }) => ({ name: symbol.name, file, example: ts.displayPartsToString(text) }));
  });

test('every function has an example, and they compile', { timeout: 120_000 }, () => {
  const values = Object.keys(sdk).join(', ');
  const prelude = `import { ${values}, type Veche } from '${door}';\ndeclare const veche: Veche;\n${ofTheApp}\nexport {};\n`;
  const files = Object.fromEntries(
    examples.map(({ example }, index) => [`${here}example-${index}.ts`, `${prelude}\n{\n${example}\n}\n`]),
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

test.each(examples.filter(({ file }) => !notRun.has(file)))(
  'the example of $name runs and keeps what it says',
  async ({ example }) => {
    const failed: string[] = [];
    const checked = {
      ...console,
      assert: (holds: boolean) => void (holds || failed.push('an assertion does not hold')),
    };
    const given = { ...sdk, veche: await connected(), console: checked };
    const { outputText } = ts.transpileModule(example, {
      compilerOptions: { target: ts.ScriptTarget.ES2024, module: ts.ModuleKind.ESNext },
    });
    const run = runInThisContext(`(async (${Object.keys(given).join(', ')}) => {${outputText}\n})`) as (
      ...values: unknown[]
    ) => Promise<void>;
    await run(...Object.values(given));
    expect(failed).toEqual([]);
  },
);
