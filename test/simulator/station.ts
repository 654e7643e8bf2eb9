/** A line or a lock: one visitor at a time, first come first served. Arrivals must be told in the order of time. */
export class Station {
  /** Who had it last; -1: nobody yet, it lies in memory. */
  #owner = -1;
  #freeAt = 0;
  /** Times that it was written: what a compare and swap compares. */
  version = 0;
  busyNs = 0;
  visits = 0;
  transfers = 0;

  /**
   * @param service time of the visit, given the owner before; 0 from oneself for a line that nobody else wants.
   * @returns when the visitor is served, from and to.
   */
  visit(cpu: number, now: number, service: (owner: number) => number): { from: number; to: number } {
    const from = Math.max(now, this.#freeAt);
    const ns = service(this.#owner);
    if (this.#owner !== cpu) this.transfers++;
    this.visits++;
    this.busyNs += ns;
    this.#owner = cpu;
    this.#freeAt = from + ns;
    return { from, to: this.#freeAt };
  }

  /** Forgets what was counted, not who has it. */
  resetCounts(): void {
    this.busyNs = 0;
    this.visits = 0;
    this.transfers = 0;
  }
}
