/** Calls `changed` when `container` is laid out, gets another width, or is about to be printed or was. */
export function onWidthChange(container: HTMLElement, changed: () => void): void {
  new ResizeObserver(changed).observe(container);
  // The layout of the paper comes too late for the observer: preparePrint() makes the page narrow before.
  addEventListener('beforeprint', changed);
  addEventListener('afterprint', changed);
}

/** From here on, before a page is printed what is folded opens and the page is as narrow as paper; then all is as before. */
export function preparePrint(): void {
  let opened: readonly HTMLDetailsElement[] = [];
  addEventListener('beforeprint', () => {
    document.documentElement.classList.add('printing');
    opened = [...document.querySelectorAll('details')].filter(
      (fold) => !fold.open && fold.closest('#made') === null,
    );
    for (const fold of opened) fold.open = true;
  });
  addEventListener('afterprint', () => {
    document.documentElement.classList.remove('printing');
    for (const fold of opened) fold.open = false;
  });
}
