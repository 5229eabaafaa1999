import type { ChatId } from '@veche/contract';
import { type Bench, round } from '../bench.ts';
import { drafts, openings, sends, storeMessages, wheel, wheelControl } from './chat-page.ts';
import { measureDrift } from './drift.ts';
import { type Chats, fillChats } from './fill.ts';
import { anHour } from './hour.ts';
import { runLighthouse } from './lighthouse.ts';
import { setStage } from './stage.ts';
import { manyChats, warmStarts } from './starts.ts';
import { besideTargets, CINNY_JS_KIB, HYDROGEN_JS_KIB } from './targets.ts';
import { weighFirstLoad, weighFirstView } from './weights.ts';

const id = (number: number) => number as ChatId;

/** The web shell in the browser of the tests, beside what it is held to. */
export const shell: Bench = {
  name: 'shell',
  about: 'the web shell: weight, starts, opening, scrolling, sending, memory, beside its targets and two peers',
  run: async (context) => {
    const { size, say } = context;
    const isQuick = size === 'quick';
    const big: Chats = { firstId: id(900), count: 1, messages: isQuick ? 500 : 10_000 };
    const usual: Chats = { firstId: id(1_000), count: isQuick ? 20 : 200, messages: 20 };
    const many: Chats = { firstId: id(10_000), count: isQuick ? 1_500 : 5_000, messages: 1 };
    const times = isQuick ? 2 : 9;
    const scrollMs = isQuick ? 1_500 : 6_000;

    const stage = await setStage(context, 3);
    const { sql } = stage.database;
    const [reader, lister] = [stage.people[0]!, stage.people[2]!];
    say('writing chats');
    for (const chats of [big, usual]) await fillChats(sql, chats, [stage.idOf(0), stage.idOf(1)]);
    await fillChats(sql, many, [stage.idOf(2), stage.idOf(1)]);
    await sql`vacuum analyze`;

    const figures: Record<string, number> = {};
    const note = (more: Record<string, number>) => {
      for (const [name, value] of Object.entries(more)) {
        figures[name] = round(value);
        say(`${name} ${round(value)}`);
      }
    };
    const weight = weighFirstLoad();
    note({ firstLoadJsKib: weight.jsKib, firstLoadCssKib: weight.cssKib });

    const opened = await stage.open(reader);
    note({ firstViewKib: await weighFirstView(opened) });
    note({ warmStartOffline4xMs: await warmStarts(opened, times) });

    await storeMessages(opened, big.firstId, big.messages);
    await opened.go('/c');
    await opened.page.evaluate(() => window.probe.listPainted);
    note({ openChat1xMs: await openings(opened, big.firstId, times) });
    note({ chatPageElements: await opened.page.evaluate(() => window.probe.count()) });
    const fast = await wheel(opened, scrollMs);
    note({ wheelP95Ms1x: fast.p95, wheelOver50Percent1x: fast.overFifty * 100 });
    await opened.go('/c');
    await opened.page.evaluate(() => window.probe.listPainted);
    await opened.slow(4);
    note({ openChat4xMs: await openings(opened, big.firstId, times) });
    const slow = await wheel(opened, scrollMs);
    note({ wheelP95Ms4x: slow.p95, wheelOver50Percent4x: slow.overFifty * 100 });
    await opened.go(`/c/${big.firstId}`);
    await opened.page.getByRole('article').last().waitFor();
    note({ sendPainted4xMs: await sends(opened, times * 2) });
    await opened.slow(1);
    note({ draftOnDiskMs: await drafts(opened, big.firstId, times) });
    const drift = await measureDrift(stage, opened, big.firstId);
    note({ driftPrependPx: drift.prepend, driftImagePx: drift.image, driftEditAbovePx: drift.editAbove });
    note({ wheelOfPlainTextP95Ms1x: (await wheelControl(opened, scrollMs / 2)).p95 });
    await opened.slow(4);
    const plain = await wheelControl(opened, scrollMs);
    note({ wheelOfPlainTextP95Ms4x: plain.p95, wheelOfPlainTextOver50Percent4x: plain.overFifty * 100 });
    await opened.close();

    const hourly = await stage.open(reader);
    const hour = {
      firstId: usual.firstId,
      chats: usual.count,
      messages: isQuick ? 100 : 2_000,
      apps: isQuick ? 4 : 20,
    };
    const heap = await anHour(stage, hourly, context, hour);
    note({ heapAfterHourMib: heap.heapMib, heapGrowthMib: heap.growthMib });
    note({ documentsAfterHour: heap.documents, nodesAfterHour: heap.nodes });
    await hourly.close();

    const listing = await stage.open(lister);
    const list = await manyChats(listing, context, many.count);
    note({ manyChatsFrame4xMs: list.frameMs, manyChatsStart4xMs: list.startMs });
    await listing.close();

    const runs = isQuick ? 1 : 5;
    const chatPage = await runLighthouse(stage, context, reader, { path: `/c/${big.firstId}`, times: runs });
    const listPage = await runLighthouse(stage, context, reader, { path: '/c', times: runs });
    note(chatPage);
    note(Object.fromEntries(Object.entries(listPage).map(([name, value]) => [`${name}OfList`, value])));
    for (const line of besideTargets(figures)) say(line);
    return {
      figures,
      ratios: {
        cinnyJs: round(CINNY_JS_KIB / weight.jsKib),
        hydrogenJs: round(HYDROGEN_JS_KIB / weight.jsKib),
      },
    };
  },
};
