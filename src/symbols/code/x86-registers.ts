const LEGACY = ['ax', 'bx', 'cx', 'dx'];
const POINTERS = ['si', 'di', 'bp', 'sp'];
const NUMBERED = ['8', '9', '10', '11', '12', '13', '14', '15'];

const FULL: ReadonlyMap<string, string> = new Map([
  ...LEGACY.flatMap((name) => {
    const letter = name[0] as string;
    return [`r${name}`, `e${name}`, name, `${letter}l`, `${letter}h`].map(
      (part) => [part, `r${name}`] as const,
    );
  }),
  ...POINTERS.flatMap((name) =>
    [`r${name}`, `e${name}`, name, `${name}l`].map((part) => [part, `r${name}`] as const),
  ),
  ...NUMBERED.flatMap((digits) =>
    ['', 'd', 'w', 'b', 'l'].map((width) => [`r${digits}${width}`, `r${digits}`] as const),
  ),
]);

/** "rax" of "al", "ah", "ax" and "eax"; `null` for a register that is not general-purpose. */
export function fullRegister(name: string): string | null {
  return FULL.get(name) ?? null;
}
