import { type Selection, selection } from 'd3-selection';

type Chain = Selection<Element, unknown, Element, unknown>;

/**
 * Draws what d3-flame-graph animates at once: it gives new frames their width in a transition of d3's default length
 * even where it is told to take no time, and a page that is printed or resized meanwhile shows an empty graph.
 */
export function drawWithoutTransitions(): void {
  const itself = function (this: Chain): Chain {
    return this;
  };
  Object.assign(selection.prototype, { transition: itself, duration: itself, delay: itself, ease: itself });
}
