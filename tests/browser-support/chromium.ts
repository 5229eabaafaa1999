import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, lstatSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser } from 'playwright';

/** Chromium needs none of the machine's libraries or fonts: what it loads comes out of the same package. */
export async function launchChromium(options: { readonly args?: readonly string[] } = {}): Promise<Browser> {
  const args = ['--no-sandbox', '--font-render-hinting=none', ...(options.args ?? [])];
  const own = process.env.VECHE_CHROMIUM;
  if (own) return chromium.launch({ executablePath: own, args });
  const home = await unpackChromium();
  return chromium.launch({
    executablePath: join(home, 'chromium'),
    args,
    env: {
      ...withoutUndefined(process.env),
      LD_LIBRARY_PATH: join(home, 'al2023', 'lib'),
      FONTCONFIG_PATH: join(home, 'fonts'),
    },
  });
}

/** Unpacks once a machine, account and version; the finished folder appears by one rename. */
async function unpackChromium(): Promise<string> {
  const build = dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium'));
  const { version } = JSON.parse(readFileSync(join(build, '..', 'package.json'), 'utf8')) as { version: string };
  const uid = process.getuid?.() ?? 0;
  const home = join(tmpdir(), `veche-chromium-${version}-${uid}`);
  if (existsSync(home)) {
    if (lstatSync(home).uid !== uid) throw new Error(`${home} belongs to somebody else: remove it, or set TMPDIR.`);
    return home;
  }
  const unfinished = mkdtempSync(`${home}.`);
  try {
    await inflateInto(unfinished, join(build, '..', 'bin'));
    writeFileSync(join(unfinished, 'fonts', 'fonts.conf'), fontConfiguration(join(home, 'fonts')));
    renameSync(unfinished, home);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    // Another test process may have been quicker.
    if (!existsSync(home)) throw error;
  }
  return home;
}

/** The package unpacks into the temporary folder it finds, so it gets one of its own in a process of its own. */
async function inflateInto(folder: string, archives: string): Promise<void> {
  const script = fileURLToPath(new URL('./inflate.ts', import.meta.url));
  const child = spawn(process.execPath, [script, archives], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, TMPDIR: folder },
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`Chromium could not be unpacked into ${folder}`);
}

/** The one in the package names fixed folders of the machine it was made for. */
function fontConfiguration(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${folder}/fonts</dir><cachedir>${folder}/cache</cachedir></fontconfig>
`;
}

function withoutUndefined(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
