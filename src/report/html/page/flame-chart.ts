import flamegraph from 'd3-flame-graph';
import { select } from 'd3-selection';
import { type FlameData, PAGE_IDS } from '../page-data.js';
import { onWidthChange } from './width-change.js';

/** A frame as d3-flame-graph wants it: `value` counts what it called too. */
interface Frame {
  readonly name: string;
  readonly value: number;
  readonly row: number;
  readonly children: Frame[];
}

/** d3-hierarchy's node with what d3-flame-graph adds. */
interface FlameNode {
  readonly data: Frame;
  readonly parent: FlameNode | null;
  readonly children?: FlameNode[];
  readonly x0: number;
  readonly x1: number;
  highlight?: boolean;
}

const CELL_HEIGHT = 19;
const NARROWEST = 0.5;

/** Draws the flame graph into `container`, callers above, with search, zoom and keys. */
export function drawFlameGraph(container: HTMLElement, data: FlameData): void {
  const total = data.period[0] ?? 0;
  let width = container.clientWidth;
  const root = frames(data);
  const details = document.getElementById(PAGE_IDS.flameDetails);
  const search = document.getElementById(PAGE_IDS.flameSearch) as HTMLInputElement | null;
  const text = (node: FlameNode): string => describe(data, node.data.row, total);
  const chart = flamegraph()
    .cellHeight(CELL_HEIGHT)
    .inverted(true)
    .transitionDuration(0)
    .minFrameSize(NARROWEST)
    .sort(true)
    .width(width)
    .label(text)
    .getName((node: FlameNode) => nameText(data, node.data))
    .setColorMapper((node: FlameNode) => (node.highlight ? 'var(--found)' : colour(data, node.data.row)))
    .setSearchMatch((node: FlameNode, term: string) =>
      node.data.name.toLowerCase().includes(term.toLowerCase()),
    )
    .setSearchHandler((found: readonly FlameNode[], sum: number) => {
      show(`${found.length} frames match, ${percent(sum, total)} of busy time`);
    })
    .setDetailsHandler((label: string | null) => {
      if (label !== null) show(label);
    });
  select(container).datum(root).call(chart);
  const svg = container.querySelector('svg');
  svg?.setAttribute('role', 'img');
  scaled();
  let focused = select<HTMLElement, FlameNode>(container).datum();
  let zoomed = focused;
  chart.onClick((node: FlameNode) => {
    zoomed = node;
    focus(node);
  });
  show(text(focused));

  function show(label: string): void {
    if (details !== null) details.textContent = label;
  }

  function focus(node: FlameNode): void {
    focused = node;
    show(text(node));
    select(container)
      .selectAll<SVGGElement, FlameNode>('g.frame')
      .classed('focused', (each) => each === node)
      .filter((each) => each === node)
      .each(function scroll() {
        this.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      });
  }

  function zoom(node: FlameNode): void {
    chart.zoomTo(node);
    zoomed = node;
    focus(node);
  }

  const reset = (): void => {
    if (search !== null) search.value = '';
    chart.clear();
    zoom(top(focused));
  };
  const near = (step: number): FlameNode | undefined => {
    const siblings = focused.parent?.children?.filter((each) => each.x1 > each.x0) ?? [];
    const sorted = [...siblings].sort((a, b) => a.x0 - b.x0);
    return sorted[sorted.indexOf(focused) + step];
  };
  const heaviestChild = (): FlameNode | undefined =>
    [...(focused.children ?? [])].sort((a, b) => b.data.value - a.data.value)[0];
  const keys: Readonly<Record<string, () => void>> = {
    ArrowDown: () => move(heaviestChild()),
    ArrowUp: () => move(focused.parent ?? undefined),
    ArrowLeft: () => move(near(-1)),
    ArrowRight: () => move(near(1)),
    Enter: () => zoom(focused),
    Escape: reset,
  };
  function move(node: FlameNode | undefined): void {
    if (node === undefined) return;
    // Above what is zoomed into, frames have no width of their own.
    if (!isWithin(node, zoomed)) zoom(node);
    else focus(node);
  }
  container.addEventListener('keydown', (event) => {
    const action = keys[event.key];
    if (action === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    action();
  });
  // From anywhere in the page but where text is typed.
  document.addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target instanceof HTMLInputElement || search === null) return;
    event.preventDefault();
    search.focus();
  });
  search?.addEventListener('input', () => {
    if (search.value === '') {
      chart.clear();
      show(text(focused));
    } else chart.search(search.value);
    focusMark();
  });
  search?.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') reset();
  });
  document.getElementById(PAGE_IDS.flameReset)?.addEventListener('click', reset);
  onWidthChange(container, () => {
    if (container.clientWidth === width) return;
    width = container.clientWidth;
    chart.width(width);
    chart.update();
    scaled();
    focusMark();
  });

  /** Lets a narrower page, as when printed, shrink the graph. */
  function scaled(): void {
    svg?.setAttribute('viewBox', `0 0 ${width} ${svg.getAttribute('height')}`);
  }

  function focusMark(): void {
    select(container)
      .selectAll<SVGGElement, FlameNode>('g.frame')
      .classed('focused', (each) => each === focused);
  }
}

function top(node: FlameNode): FlameNode {
  let at = node;
  while (at.parent !== null) at = at.parent;
  return at;
}

function isWithin(node: FlameNode, ancestor: FlameNode): boolean {
  for (let at: FlameNode | null = node; at !== null; at = at.parent) if (at === ancestor) return true;
  return false;
}

function frames(data: FlameData): Frame {
  const all = data.parent.map(
    (_, row): Frame => ({
      name: data.names[data.name[row] ?? -1] ?? '',
      value: data.period[row] ?? 0,
      row,
      children: [],
    }),
  );
  for (const [row, parent] of data.parent.entries()) all[parent]?.children.push(all[row] as Frame);
  return all[0] as Frame;
}

function atomicsOf(data: FlameData, row: number): number {
  return data.atomic.reduce(
    (sum, isAtomic, index) => sum + (isAtomic ? (data.classPeriods[index]?.[row] ?? 0) : 0),
    0,
  );
}

function nameText(data: FlameData, { name, row, value }: Frame): string {
  if (data.deltaPoints !== null) return name;
  const atomics = atomicsOf(data, row);
  return atomics === 0 || data.class[row] !== -1 ? name : `${name}  ${percent(atomics, value)}`;
}

/** "apparmor_file_open: 3.04 % of busy time; atomics 61.20 % of it (label get 40.00 %, label put 21.20 %)". */
function describe(data: FlameData, row: number, total: number): string {
  const period = data.period[row] ?? 0;
  const parts = data.classes.flatMap((name, index) => {
    const part = data.classPeriods[index]?.[row] ?? 0;
    return part === 0 ? [] : [`${name} ${percent(part, period)}`];
  });
  const size =
    data.unit === 'nanoseconds' ? `${(period / 1e6).toFixed(0)} ms` : period.toLocaleString('en-US');
  const name = data.names[data.name[row] ?? -1] ?? '';
  if (data.deltaPoints !== null) {
    // Without the rounding of many sums: no change is no -0.00.
    const delta = Number((data.deltaPoints[row] ?? 0).toFixed(6)) + 0;
    // Half of the graph is each side's: the whole of it is 200 points.
    const share = total > 0 ? (100 * period) / total : 0;
    return (
      `${name}: ${(share - delta / 2).toFixed(2)} % before, ${(share + delta / 2).toFixed(2)} % after of busy time ` +
      `(${delta > 0 ? '+' : ''}${delta.toFixed(2)} points)`
    );
  }
  return (
    `${name}: ${percent(period, total)} of busy time (${size}); ` +
    `atomics ${percent(atomicsOf(data, row), period)} of it (${parts.join(', ')})`
  );
}

function percent(part: number, whole: number): string {
  return whole > 0 ? `${((100 * part) / whole).toFixed(2)} %` : '?';
}

/** Red where the frame has more after than before, blue where it has less, the stronger the larger the part of it. */
function changeColour(data: FlameData, deltaPoints: readonly number[], row: number): string {
  const whole = data.period[0] ?? 0;
  const share = whole > 0 ? (100 * (data.period[row] ?? 0)) / whole : 0;
  const delta = deltaPoints[row] ?? 0;
  // Of a frame that only one side has, the change is twice its mean share.
  const part = share > 0 ? Math.min(1, Math.abs(delta) / (2 * share)) : 0;
  return `color-mix(in srgb, var(--class-${delta > 0 ? 0 : 4}) ${Math.round(85 * part)}%, var(--class-${data.classes.length - 1}))`;
}

/** The colour of the class that most of the frame is, the paler the less of it there is. */
function colour(data: FlameData, row: number): string {
  if (data.deltaPoints !== null) return changeColour(data, data.deltaPoints, row);
  const own = data.class[row] ?? -1;
  if (own >= 0) return `var(--class-${own})`;
  const period = data.period[row] ?? 0;
  const rest = data.classes.length - 1;
  let best = rest;
  for (let index = 0; index < rest; index++) {
    const part = data.classPeriods[index]?.[row] ?? 0;
    if (part > (best === rest ? 0 : (data.classPeriods[best]?.[row] ?? 0))) best = index;
  }
  const share = best === rest || period === 0 ? 0 : (data.classPeriods[best]?.[row] ?? 0) / period;
  return share === 0
    ? `var(--class-${rest})`
    : `color-mix(in srgb, var(--class-${best}) ${Math.round(85 * share)}%, var(--class-${rest}))`;
}
