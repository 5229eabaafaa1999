/** A person of a list to be looked for here. */
export interface ListedPerson {
  readonly phone: string;
  readonly name?: string;
}

/** As the contract has them; schemas stay out of the page. */
const MAX_NAME_LENGTH = 64;
const PHONE = /\+?\d[\d\s().\u00A0\u2010-\u2015-]{3,30}\d/u;

/** People of a vCard file or of a pasted list, each number once, in their order. */
export function readContacts(text: string): readonly ListedPerson[] {
  const people = /^BEGIN:VCARD/im.test(text) ? readCards(text) : readLines(text);
  const byPhone = new Map<string, ListedPerson>();
  for (const person of people) {
    const key = person.phone.replace(/\D/g, '');
    if (key.length >= 5 && key.length <= 15 && byPhone.get(key)?.name === undefined) byPhone.set(key, person);
  }
  return [...byPhone.values()];
}

/** Lines such as `Анна, +7 999 000-00-01`, with the name on either side or absent. */
function readLines(text: string): ListedPerson[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const phone = PHONE.exec(line)?.[0];
    if (phone === undefined) return [];
    return [personOf(phone, line.replace(phone, ' ').replaceAll(/[;,\t|"<>:]+/g, ' '))];
  });
}

/** vCard 2.1 to 4.0: every TEL of a card under its FN, or N where there is none. */
function readCards(text: string): ListedPerson[] {
  // Long lines are folded; in quoted-printable, by an equals sign at the end.
  const unfolded = text.replaceAll(/=\r?\n(?=[=\w])/g, '').replaceAll(/\r?\n[ \t]/g, '');
  return unfolded.split(/^END:VCARD/im).flatMap((card) => {
    const phones: string[] = [];
    const names: Record<string, string> = {};
    for (const line of card.split(/\r?\n/)) {
      const match = /^(?:[\w-]+\.)?(FN|N|TEL)((?:;[^:]*)?):(.*)$/i.exec(line);
      if (match === null) continue;
      const [, field = '', about = '', given = ''] = match;
      const value = /QUOTED-PRINTABLE/i.test(about) ? decodePrintable(given) : given;
      if (field.toUpperCase() === 'TEL') phones.push(value.replace(/^tel:/i, '').replace(/;.*$/, ''));
      else names[field.toUpperCase()] = value.replaceAll(/\\([,;\\])/g, '$1');
    }
    const [last = '', first = ''] = (names['N'] ?? '').split(';');
    const name = names['FN'] ?? `${first} ${last}`;
    return phones.filter((phone) => PHONE.test(phone)).map((phone) => personOf(phone, name));
  });
}

function decodePrintable(text: string): string {
  const bytes = [...text.matchAll(/=([0-9A-F]{2})|([^=])/gi)].flatMap(([, hex, plain]) =>
    hex === undefined ? [...new TextEncoder().encode(plain)] : [Number.parseInt(hex, 16)],
  );
  return new TextDecoder().decode(Uint8Array.from(bytes));
}

function personOf(phone: string, given: string): ListedPerson {
  // What the server takes for a name: visible characters on one line.
  const seen = given
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim();
  const name = seen.slice(0, MAX_NAME_LENGTH).toWellFormed().trim();
  return name === '' ? { phone: phone.trim() } : { phone: phone.trim(), name };
}
