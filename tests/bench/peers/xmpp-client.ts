import { connect, type Socket } from 'node:net';
import type { ChatClient } from '../load/phase.ts';
import { DOMAIN, ROOMS } from './peer.ts';

const RESOURCE = 'bench';
const ROOM = `hall@${ROOMS}`;
const OPEN = `<?xml version='1.0'?><stream:stream to='${DOMAIN}' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>`;
const STEP_TIMEOUT_MS = 30_000;

/** Where a client talks: in the room, or with one other user. */
export type XmppPlace = 'room' | { readonly peer: string };

/**
 * A user over plain TCP, as lean as can be: registers where the name is free, signs in, says that it is there, and
 * joins the room without history. RFC 6120, XEP-0045, XEP-0077.
 */
export async function connectXmpp(port: number, user: string, place: XmppPlace): Promise<ChatClient> {
  const socket = connect(port, '127.0.0.1');
  socket.setNoDelay(true);
  const step = createSteps(socket);
  await step(OPEN, /<\/stream:features>/);
  await step(
    `<iq type='set' id='register'><query xmlns='jabber:iq:register'><username>${user}</username><password>${user}</password></query></iq>`,
    // A name that is taken is ours from an earlier process.
    /<iq[^>]*id=['"]register['"][^>]*(?:\/>|>.*<\/iq>)/s,
  );
  const secret = Buffer.from(`\0${user}\0${user}`).toString('base64');
  const auth = await step(
    `<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>${secret}</auth>`,
    /<success|<failure.*<\/failure>/s,
  );
  if (!auth.includes('<success')) throw new Error(`${user} cannot sign in: ${auth}`);
  await step(OPEN, /<\/stream:features>/);
  await step(
    `<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>${RESOURCE}</resource></bind></iq>`,
    /<iq[^>]*id=['"]bind['"].*<\/iq>/s,
  );
  await step('<presence/>', /<presence/);
  if (place === 'room') {
    await step(
      `<presence to='${ROOM}/${user}'><x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x></presence>`,
      /code=['"]110['"]/,
    );
  }

  let hear: (bytes: Buffer) => void = () => undefined;
  let said = 0;
  let isClosed = false;
  socket.on('error', (error) => {
    if (!isClosed) throw error;
  });
  socket.on('data', (bytes) => {
    if (bytes.includes("type='error'") || bytes.includes('type="error"'))
      throw new Error(`${user} was refused: ${bytes.toString().slice(0, 500)}`);
    hear(bytes);
  });
  const head =
    place === 'room' ? `to='${ROOM}' type='groupchat'` : `to='${place.peer}@${DOMAIN}/${RESOURCE}' type='chat'`;
  return {
    listen: (listener) => (hear = listener),
    close: () => {
      isClosed = true;
      socket.destroy();
    },
    say: (text) => socket.write(`<message ${head} id='${(said += 1)}'><body>${text}</body></message>`),
  };
}

/** Writes, and waits until what came since then matches. */
function createSteps(socket: Socket): (write: string, until: RegExp) => Promise<string> {
  return (write, until) =>
    new Promise((resolve, reject) => {
      let heard = '';
      const fail = (error: Error) => {
        clearTimeout(timer);
        reject(error);
      };
      const timer = setTimeout(
        () => fail(new Error(`no ${until} within ${STEP_TIMEOUT_MS} ms after ${write}: ${heard}`)),
        STEP_TIMEOUT_MS,
      );
      const listen = (bytes: Buffer) => {
        heard += bytes.toString();
        if (!until.test(heard)) return;
        clearTimeout(timer);
        socket.off('data', listen);
        socket.off('error', fail);
        resolve(heard);
      };
      socket.on('data', listen);
      socket.once('error', fail);
      socket.write(write);
    });
}
