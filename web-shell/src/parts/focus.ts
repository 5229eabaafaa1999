/** The element that has the focus, through all shadow roots. */
export function focusNow(): Element | null {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement != null) element = element.shadowRoot.activeElement;
  return element === document.body ? null : element;
}

/** Gives the focus back to where it came from; when that is gone, to the main pane or the list beside `layer`. */
export function focusBack(opener: Element | null, layer: Element): void {
  if (opener instanceof HTMLElement && opener.isConnected && opener.checkVisibility({ visibilityProperty: true })) {
    opener.focus();
    if (focusNow() === opener) return;
  }
  const places = [...(layer.parentElement?.querySelectorAll<HTMLElement>('main, .list') ?? [])];
  places.find((place) => place.checkVisibility({ visibilityProperty: true }))?.focus();
}
