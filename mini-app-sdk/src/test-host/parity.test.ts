import type { BridgeMethodName } from '@veche/contract';
import { bridgeMethodNames } from '@veche/contract/bridge-light';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { rightParams } from '../../../tests/support/recording-shell.ts';
import { shellBridge } from '../../../tests/support/shell-bridge.ts';
import { connect, type Surroundings, type Veche, VecheError } from '../index.ts';
import { createTestHost } from './index.ts';

/** One stage for the same play: an app's way in, and the person before it. */
interface Stage {
  readonly surroundings: Surroundings;
  agree(agrees: boolean): void;
  press(hasGesture: boolean): void;
  /** Leaves something drawn over the page. */
  cover(): void;
  tellViewport(): unknown;
  close(): void;
}

/** The host's own forms of what the browser would do. */
const inBrowser: readonly BridgeMethodName[] = ['clipboard.read', 'clipboard.write', 'ui.lockOrientation'];
/** What the person has is told by each test; launch data is the host's own. */
const apart: readonly BridgeMethodName[] = ['people.getAttributes', 'app.refreshLaunch'];
const played = bridgeMethodNames.filter((name) => !inBrowser.includes(name));

beforeEach(() => {
  vi.stubGlobal('BarcodeDetector', class {});
  vi.stubGlobal('navigator', { mediaDevices: {} });
  onTestFinished(() => void vi.unstubAllGlobals());
});

function onShell(): Stage {
  const { shell, surroundings, close } = shellBridge('user=%7B%7D');
  const { hooks } = shell.host;
  // The person's part of what is drawn: sent where they agree, closed without a button.
  const { show } = hooks;
  hooks.show = (overlay) => {
    const shown = show(overlay);
    if (shown !== 'shown' || overlay.kind === 'scanner') return shown;
    shell.overlay = null;
    if (overlay.kind === 'share' || overlay.kind === 'card') overlay.settle(shell.answer === 'accepted');
    else if (overlay.kind === 'homeScreen') {
      overlay.settle(shell.answer === 'accepted' ? 'added' : null);
      shell.homeScreen = shell.answer === 'accepted' ? 'added' : 'missed';
    } else overlay.settle(null);
    return shown;
  };
  hooks.closeScanner = () => {
    if (shell.overlay?.kind === 'scanner') shell.overlay.settle();
    shell.overlay = null;
  };
  hooks.openInner = () => Promise.resolve(true);
  return {
    ...{ surroundings, close },
    agree: (agrees) => (shell.answer = agrees ? 'accepted' : 'refused'),
    press: (hasGesture) => (shell.hasGesture = hasGesture),
    cover: () => (shell.overlay = { kind: 'popup', popup: {} as never, settle: () => undefined }),
    tellViewport: () => shell.hear('ui.viewportChanged', { width: 300, height: 500 }),
  };
}

function onHost(): Stage {
  const host = createTestHost();
  return {
    ...{ surroundings: host.surroundings, close: host.close },
    agree: (agrees) => (host.agrees = agrees),
    press: (hasGesture) => (host.hasGesture = hasGesture),
    cover: () => {
      host.answer('ui.showPopup', () => new Promise(() => undefined));
    },
    tellViewport: () => host.resize({ width: 300, height: 500 }),
  };
}

async function outcome(work: Promise<unknown>): Promise<unknown> {
  return work.catch((error: unknown) =>
    error instanceof VecheError ? [error.code, error.field, error.message] : error,
  );
}

const any = (veche: Veche) => veche.request as (method: string, params: object) => Promise<unknown>;

/** What comes of right parameters, of each one left out and of one too many. */
async function outcomesOf(stage: Stage, veche: Veche): Promise<Record<string, unknown>> {
  const outcomes: Record<string, unknown> = {};
  for (const method of played.filter((name) => name !== 'app.close')) {
    const right = rightParams[method];
    if (!apart.includes(method)) outcomes[method] = await outcome(any(veche)(method, right));
    outcomes[`${method} and more`] = await outcome(any(veche)(method, { ...right, more: 1 }));
    for (const [name] of Object.entries(right)) {
      outcomes[`${method} without ${name}`] = await outcome(any(veche)(method, { ...right, [name]: undefined }));
      outcomes[`${method} with a wrong ${name}`] = await outcome(any(veche)(method, { ...right, [name]: { x: 1 } }));
    }
  }
  outcomes['popup without a kind'] = await outcome(
    any(veche)('ui.showPopup', { title: '', message: 'x', buttons: [{ id: 'x', kind: 'no', text: '' }] }),
  );
  stage.agree(false);
  for (const method of [
    'app.openLink',
    'app.share',
    'app.invokeBot',
    'app.openApp',
    'app.install',
    'app.download',
    'people.getAttributes',
  ] as const)
    outcomes[`${method} of who does not agree`] = await outcome(any(veche)(method, rightParams[method]));
  stage.press(false);
  for (const method of [
    'app.openChat',
    'app.share',
    'app.shareCard',
    'app.invokeBot',
    'app.openApp',
    'people.endGrant',
    'clipboard.read',
    'clipboard.write',
    'scanner.open',
    'ui.setFullscreen',
    'ui.addToHomeScreen',
  ] as const)
    outcomes[`${method} without a press`] = await outcome(any(veche)(method, rightParams[method]));
  return outcomes;
}

async function connected(stage: Stage): Promise<Veche> {
  onTestFinished(stage.close);
  return connect(stage.surroundings);
}

test('the test host answers and refuses as the shell does', async () => {
  const [host, shell] = [onHost(), onShell()];
  const [onTheHost, onTheShell] = [await connected(host), await connected(shell)];
  expect([...onTheHost.capabilities]).toEqual([...onTheShell.capabilities]);
  const expected = await outcomesOf(shell, onTheShell);
  expect(Object.values(expected).filter(Array.isArray).length).toBeGreaterThan(60);
  expect(await outcomesOf(host, onTheHost)).toEqual(expected);
});

test('the test host tells what the shell tells, and draws one thing at a time over the page', async () => {
  const play = async (stage: Stage): Promise<unknown> => {
    const veche = await connected(stage);
    const told: unknown[] = [];
    for (const event of ['scanner.closed', 'ui.viewportChanged'] as const)
      veche.on(event, (data) => void told.push([event, data]));
    await veche.request('scanner.open', { text: '' });
    const busy = await outcome(veche.request('ui.showPopup', rightParams['ui.showPopup'] as never));
    await veche.request('scanner.close', {});
    stage.tellViewport();
    await vi.waitFor(() => expect(told).toHaveLength(2));
    stage.cover();
    const covered = veche.request('ui.showPopup', rightParams['ui.showPopup'] as never);
    covered.catch(() => undefined);
    return [busy, told, await outcome(veche.request('app.share', { text: 'Привет' }))];
  };
  expect(await play(onHost())).toEqual(await play(onShell()));
});

test('an app that closes itself is answered', async () => {
  for (const stage of [onHost(), onShell()]) {
    const veche = await connected(stage);
    expect(await veche.request('app.close', {})).toEqual({});
  }
});
