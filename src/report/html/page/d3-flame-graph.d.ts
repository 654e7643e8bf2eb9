/** The part of d3-flame-graph 5 that is used; the package has no types. */
declare module 'd3-flame-graph' {
  interface FlameGraph {
    // biome-ignore lint/suspicious/noExplicitAny: d3 selections of any kind are called with it
    (selection: any): void;
    cellHeight(pixels: number): FlameGraph;
    inverted(callersAbove: boolean): FlameGraph;
    transitionDuration(ms: number): FlameGraph;
    minFrameSize(pixels: number): FlameGraph;
    sort(byName: boolean): FlameGraph;
    width(pixels: number): FlameGraph;
    // biome-ignore lint/suspicious/noExplicitAny: the node's type is the caller's
    label(text: (node: any) => string): FlameGraph;
    // biome-ignore lint/suspicious/noExplicitAny: the node's type is the caller's
    getName(text: (node: any) => string): FlameGraph;
    // biome-ignore lint/suspicious/noExplicitAny: the node's type is the caller's
    setColorMapper(colour: (node: any) => string): FlameGraph;
    // biome-ignore lint/suspicious/noExplicitAny: the node's type is the caller's
    setSearchMatch(isMatch: (node: any, term: string) => boolean): FlameGraph;
    // biome-ignore lint/suspicious/noExplicitAny: the node's type is the caller's
    setSearchHandler(found: (nodes: any, sum: number, total: number) => void): FlameGraph;
    setDetailsHandler(show: (label: string | null) => void): FlameGraph;
    // biome-ignore lint/suspicious/noExplicitAny: the node's type is the caller's
    onClick(clicked: (node: any) => void): FlameGraph;
    // biome-ignore lint/suspicious/noExplicitAny: the node's type is the caller's
    zoomTo(node: any): void;
    search(term: string): void;
    clear(): void;
    update(): void;
  }
  export default function flamegraph(): FlameGraph;
}
