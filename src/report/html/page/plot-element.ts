import { type PlotOptions, plot } from '@observablehq/plot';
import { onWidthChange } from './width-change.js';

/**
 * A chart of Observable Plot whose style is that of page.css: the style element that Plot adds is no part of the
 * document's policy, so it goes before the chart is in the document.
 */
export function plotElement(options: PlotOptions, label: string): Element {
  const chart = plot({ ...options, className: 'plot' });
  for (const style of chart.querySelectorAll('style')) style.remove();
  const svg = chart instanceof SVGSVGElement ? chart : chart.querySelector('svg');
  svg?.setAttribute('role', 'img');
  svg?.setAttribute('aria-label', label);
  return chart;
}

/** Draws now, whenever the width of `container` changes, and for the paper. */
export function drawAtWidth(container: HTMLElement, draw: (width: number) => readonly Element[]): void {
  let width = -1;
  onWidthChange(container, () => {
    const now = Math.floor(container.clientWidth);
    if (now === width || now === 0) return;
    width = now;
    container.replaceChildren(...draw(width));
  });
}
