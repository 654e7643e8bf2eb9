import ora, { type Ora } from 'ora';

/** Reading that is over before this needs no progress line. */
const BLINK_MS = 300;
const MIB = 1 << 20;

/** A line on standard error that tells how far reading is; nothing where that is no terminal. */
export class Progress {
  readonly #spinner: Ora;
  readonly #timer: NodeJS.Timeout | null;
  #bytes = 0;
  #file = '';

  constructor() {
    const silent = process.stderr.isTTY !== true;
    // ora writes to standard error even when it is no terminal, unless told to be silent; and in colour under NO_COLOR.
    this.#spinner = ora({ stream: process.stderr, isSilent: silent, discardStdin: false, color: false });
    this.#timer = silent ? null : setTimeout(() => this.#spinner.start(this.#text()), BLINK_MS);
    this.#timer?.unref();
  }

  file(name: string): void {
    this.#file = name;
    this.#update();
  }

  bytes(count: number): void {
    this.#bytes += count;
    this.#update();
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#spinner.stop();
  }

  #update(): void {
    if (this.#spinner.isSpinning) this.#spinner.text = this.#text();
  }

  #text(): string {
    return `${this.#file}: ${(this.#bytes / MIB).toFixed(0)} MiB read`;
  }
}
