type Child = Node | string;

/** An element with attributes, listeners (`onclick`) and children. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string | boolean | ((event: Event) => void)>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') made.addEventListener(name.slice(2), value);
    else if (typeof value === 'string') made.setAttribute(name, value);
    else made.toggleAttribute(name, value);
  }
  made.append(...children);
  return made;
}

/** A part of the page under a heading. */
export function section(heading: string, ...children: readonly Child[]): HTMLElement {
  return element('section', {}, element('h2', {}, heading), ...children);
}

export function button(text: string, onclick: () => void): HTMLButtonElement {
  return element('button', { type: 'button', onclick }, text);
}

/** Draws only what is another than before, so that the focus stays where it is. */
export function drawn<Value>(place: HTMLElement, draw: (value: Value) => readonly Child[]): (value: Value) => void {
  let last: string | undefined;
  return (value) => {
    const now = JSON.stringify(value);
    if (now === last) return;
    last = now;
    place.replaceChildren(...draw(value));
  };
}

/** Asks the emulator. Throws an Error in its words. */
export async function ask<Answer>(name: string, input?: object): Promise<Answer> {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(input) };
  const response = await fetch(`/control/${name}`, input === undefined ? {} : init);
  const body = (await response.json()) as Answer & { error?: string };
  if (!response.ok) throw new Error(body.error ?? String(response.status));
  return body;
}
