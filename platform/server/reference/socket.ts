import {
  BEAT_SECONDS,
  closeCodes,
  FRAME_BUDGET,
  HELLO_TIMEOUT_SECONDS,
  LARGE_CHAT_MEMBERS,
  MAX_FRAMES_PER_MESSAGE,
  MAX_OPEN_CHATS,
  MAX_SOCKET_MESSAGE_BYTES,
  type OpenApiDocument,
  presence,
  PROTOCOL_VERSION,
  SMALL_CHAT_MEMBERS,
} from '@veche/contract';
import { html } from 'hono/html';
import { fieldsOf, variantsOf } from './fields.ts';
import { codeTable, fieldTable, type Html, prose } from './html.ts';

const closeMeaning: Record<keyof typeof closeCodes, string> = {
  malformed: 'A message was not a frame of this protocol.',
  unauthenticated: 'The hello came without a valid session or token.',
  sessionEnded: 'The session was revoked or expired. Do not reconnect; sign in again.',
  helloTimeout: `No hello came within ${HELLO_TIMEOUT_SECONDS} seconds.`,
  flood: 'More frames came than the budget allows.',
  unsupportedVersion: 'The client speaks another version of the protocol. Do not reconnect; update.',
  goingAway: 'The server stops; reconnect after a random wait.',
};

const frameMeaning: Readonly<Record<string, string>> = {
  hello: 'First of all, once. The web client leaves out the token: the cookie of the upgrade signs it in.',
  call: 'Calls a method; the answer is `ok` or `err` with the same `id`. Calls may overlap.',
  ready: 'Answers the hello: who one is, and the first page of `chats.list`, with `since` only what changed.',
  ok: 'The result of a call.',
  err: 'A refused or failed call; without `id` when the frame itself could not be read.',
  ev: "Events of chats, in the order of each chat's log. Apply `have + 1`, drop `<= have`, pull on a gap.",
  state: "Events of the account's private log.",
  open: 'The client has a chat on screen: its events come whole, however many members it has.',
  close: 'The chat is on screen no longer.',
  nudge:
    'The chat moved on and its events were left out, because it is large or the socket is slow: pull when it matters.',
  sub: 'Follows the presence of these accounts, in place of those followed before; answered by `presence`.',
  got: 'Everything of the chat up to a seq has reached this device; once a second a chat is enough.',
  eph: `From a client: what its person is doing in a chat, told at most every ${presence.ACTION_EVERY_SECONDS} seconds. From the server: what somebody does; show it for ${presence.ACTION_SHOWN_SECONDS} seconds. Dropped first when a socket is slow, and never stored.`,
  presence:
    'People that are followed came or went, as far as one may know. Who may know no better is told once and hears of no change.',
  appStopped:
    'Windows of a mini-app may have to end: ask `apps.checkLaunch` for each, and after a lost connection, too. With `releaseId` that release was stopped for good, which is told to those who launched it within the day; without it the person removed the app, or it was taken out of a chat.',
  ring: 'A call of the account has begun, was answered or is over; all its devices are told. It is in no log: ask `calls.current` after each `ready`.',
  signal:
    'From the device at the other end of a call that this one has: a way to reach it, or what it sends. It is kept nowhere.',
  seen: 'Others have come further in a chat that is open, once a second a chat. It is in no log: ask `receipts.get` after opening.',
  beat: 'Comes regularly. Its watermark is the `since` of the next hello; its spread says over how long to return should the connection be lost.',
  retry: 'Comes before the server lets go of the socket: reconnect at a random moment within the spread.',
};

const rules: readonly string[] = [
  `The address is \`/ws\` of the web origin. The protocol's version is \`${PROTOCOL_VERSION}\`.`,
  `Each message is one frame or an array of up to ${MAX_FRAMES_PER_MESSAGE} frames, as JSON text of up to ${MAX_SOCKET_MESSAGE_BYTES / 1024} KiB.`,
  `The hello comes first, within ${HELLO_TIMEOUT_SECONDS} seconds.`,
  `A client may send ${FRAME_BUDGET.burst} frames at once and ${FRAME_BUDGET.perSecond} a second from then on.`,
  `Events of a chat of up to ${SMALL_CHAT_MEMBERS} members go whole to every device; of one with up to ${LARGE_CHAT_MEMBERS}, to devices that have it open or whose account is mentioned; of larger ones and of channels, to devices that have it open. The others get a \`nudge\`: unread is its \`messageCount\` less the place of the last message read.`,
  `A socket may have ${MAX_OPEN_CHATS} chats open. Leaving a chat closes it.`,
  'Frames other than `hello` and `call` may have an `id`: then they are answered by `ok` or `err`. Without one only a refusal is told.',
  `A \`beat\` comes every ${BEAT_SECONDS} seconds; a client that misses two should reconnect.`,
  'Reconnect with a growing, random wait, of up to five seconds at first, or within what the last `beat` or `retry` asked for. The socket only makes things faster: whatever it loses is in the log, and `sync.pull` gives it.',
];

/** The WebSocket door: rules, frames, and why it closes. */
export function socketSection(document: OpenApiDocument): Html {
  const { ClientFrame = {}, ServerFrame = {} } = document.components.schemas;
  return html`<section id="websocket">
    <h2>WebSocket</h2>
    <ul>
      ${rules.map((rule) => html`<li>${prose(rule)}</li>`)}
    </ul>
    <h3 id="client-frames">Frames of a client</h3>
    ${(variantsOf(ClientFrame) ?? []).map((variant) => frame(variant, 'frame'))}
    <h3 id="server-frames">Frames of the server</h3>
    ${(variantsOf(ServerFrame) ?? []).map((variant) => frame(variant, 'server-frame'))}
    <h3 id="close-codes">Close codes</h3>
    ${codeTable(
      ['Code', 'Name', 'Meaning'],
      Object.entries(closeCodes).map(([name, code]) => [
        String(code),
        name,
        closeMeaning[name as keyof typeof closeCodes],
      ]),
    )}
  </section>`;
}

/** One kind of frame may go both ways, so its place is named by its way. */
function frame({ label, schema }: NonNullable<ReturnType<typeof variantsOf>>[number], way: string): Html {
  return html`<article id="${way}-${label}" data-filter="frame ${label} websocket">
    <h4 class="name"><a href="#${way}-${label}">${label}</a></h4>
    <p class="summary">${prose(frameMeaning[label] ?? '')}</p>
    ${fieldTable(fieldsOf(schema).filter(({ path }) => path !== 't'))}
  </article>`;
}
