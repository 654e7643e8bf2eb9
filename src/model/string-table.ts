/** Interns strings: equal strings get equal small indices, in order of first appearance. */
export class StringTable {
  readonly #indices = new Map<string, number>();
  readonly #strings: string[] = [];

  intern(text: string): number {
    const known = this.#indices.get(text);
    if (known !== undefined) return known;
    const index = this.#strings.length;
    this.#strings.push(text);
    this.#indices.set(text, index);
    return index;
  }

  /** @throws RangeError if no string has this index. */
  get(index: number): string {
    const text = this.#strings[index];
    if (text === undefined) throw new RangeError(`no string ${index} among ${this.#strings.length}`);
    return text;
  }

  get size(): number {
    return this.#strings.length;
  }
}
