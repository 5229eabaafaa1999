const showMs = 900;

/**
 * The heading of a day sticks to the top while its messages are read: it shows while the person moves, and then
 * gives way to the text under it.
 */
export function createStuckDates(): { moved(scroller: HTMLElement, byPerson: boolean): void; stop(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    moved(scroller, byPerson) {
      const top = scroller.getBoundingClientRect().top + 9;
      for (const date of scroller.querySelectorAll('.date')) {
        date.toggleAttribute('data-stuck', date.getBoundingClientRect().top < top);
      }
      if (!byPerson) return;
      scroller.toggleAttribute('data-moving', true);
      clearTimeout(timer);
      timer = setTimeout(() => scroller.removeAttribute('data-moving'), showMs);
    },
    stop: () => clearTimeout(timer),
  };
}
