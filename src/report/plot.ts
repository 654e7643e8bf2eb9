/** A curve of a plot: points with a middle are drawn with its mark, bounds alone as a bar from low to high. */
export interface PlotCurve {
  readonly mark: string;
  readonly points: readonly PlotPoint[];
}

interface PlotPoint {
  readonly x: number;
  readonly low: number;
  readonly mid: number | null;
  readonly high: number;
}

export interface PlotOptions {
  readonly width: number;
  readonly height: number;
  /** ASCII only. */
  readonly plain: boolean;
  readonly yText: (value: number) => string;
}

const LINES = {
  ascii: { side: '|', corner: '+', floor: '-', bar: ':' },
  drawn: { side: '│', corner: '└', floor: '─', bar: '┊' },
};

/**
 * `curves` over a common x axis in characters: x by its value, y from the least to the most of what is drawn. Where two
 * curves meet in one place the later one is drawn, so the most important comes last.
 */
export function plot(curves: readonly PlotCurve[], options: PlotOptions): string[] {
  const points = curves.flatMap((curve) => curve.points);
  if (points.length === 0) return [];
  const { side, corner, floor, bar } = options.plain ? LINES.ascii : LINES.drawn;
  const ys = points.flatMap(({ low, mid, high }) => (mid === null ? [low, high] : [mid]));
  const [bottom, top] = [Math.min(...ys), Math.max(...ys)];
  const labels = rowLabels(bottom, top, options);
  const margin = Math.max(...labels.map((label) => label.length));
  const columns = Math.max(10, options.width - margin - 3);
  const xs = [...new Set(points.map(({ x }) => x))].sort((a, b) => a - b);
  const column = placer(xs[0] ?? 0, xs[xs.length - 1] ?? 0, columns);
  const row = placer(bottom, top, options.height);
  const cells = Array.from({ length: options.height }, () => new Array<string>(columns).fill(' '));
  const draw = (x: number, y: number, mark: string) => {
    const line = cells[options.height - 1 - row(y)];
    if (line !== undefined) line[column(x)] = mark;
  };
  for (const { mark, points: own } of curves) {
    for (const { x, low, mid, high } of own) {
      if (mid !== null) draw(x, mid, mark);
      else for (let y = row(low); y <= row(high); y++) drawBar(cells, options.height - 1 - y, column(x), bar);
    }
    for (const { x, low, mid, high } of own) {
      if (mid === null) for (const end of [low, high]) draw(x, end, mark);
    }
  }
  return [
    ...cells.map((line, at) => `${(labels[at] ?? '').padStart(margin)} ${side}${line.join('').trimEnd()}`),
    `${' '.repeat(margin)} ${corner}${floor.repeat(columns)}`,
    `${' '.repeat(margin + 2)}${axis(xs, column, columns)}`,
  ];
}

function drawBar(cells: string[][], line: number, column: number, bar: string): void {
  const cell = cells[line];
  if (cell !== undefined && cell[column] === ' ') cell[column] = bar;
}

/** Place 0 .. places - 1 of a value between two ends. */
function placer(low: number, high: number, places: number): (value: number) => number {
  const span = high - low;
  return (value) => (span > 0 ? Math.round(((value - low) / span) * (places - 1)) : 0);
}

/** The top, middle and bottom rows carry their value. */
function rowLabels(bottom: number, top: number, { height, yText }: PlotOptions): string[] {
  return Array.from({ length: height }, (_, at) => {
    const shown = at === 0 || at === height - 1 || at === Math.floor(height / 2);
    return shown ? yText(top - ((top - bottom) * at) / Math.max(1, height - 1)) : '';
  });
}

/** x values under their columns, those that would touch left out; the last always stands. */
function axis(xs: readonly number[], column: (x: number) => number, columns: number): string {
  const line = new Array<string>(columns + 1).fill(' ');
  const last = xs[xs.length - 1] ?? 0;
  const lastText = String(Number(last.toFixed(1)));
  const lastFrom = Math.max(0, columns - lastText.length);
  let free = 0;
  for (const x of xs) {
    const text = String(Number(x.toFixed(1)));
    const from = x === last ? lastFrom : Math.min(column(x), columns - text.length);
    if (from < free || (x !== last && from + text.length >= lastFrom)) continue;
    for (let at = 0; at < text.length; at++) line[from + at] = text[at] ?? ' ';
    free = from + text.length + 1;
  }
  return line.join('').trimEnd();
}
