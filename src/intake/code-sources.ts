import { basename } from 'node:path';
import type { CodeImage } from '../model/code-image.js';
import { type Diagnostic, finding } from '../model/diagnostic.js';
import { groupBy } from '../model/group-by.js';
import type { CodeSource } from '../model/instruction.js';
import type { InstructionListing } from '../model/instruction-listing.js';
import { isKernelDso, KERNEL_DSO, shortDsoName } from '../read/perf-script/dso-name.js';
import { elfCode, type InlineLookup } from '../symbols/code/elf-code.js';
import { isReadable, listingCode } from '../symbols/code/listing-code.js';
import type { InputGroup } from './inputs.js';

/** What was read together. */
type Run = Pick<InputGroup, 'recordings'>;

/** Machine code given beside the samples. */
export interface CodeSources {
  /** ELF files first, then objdump, then perf annotate; ask each until one has the function. */
  readonly sources: readonly CodeSource[];
  /** Why code that was given is not among them, in words; `null`: all is. */
  readonly refused: string | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Build ids by DSO, as the recordings say; several where recordings differ. */
type BuildIds = ReadonlyMap<string, ReadonlySet<string>>;

/** Where the inline chains of an ELF come from; `null` when it has none. */
export type InlinesOf = (image: CodeImage) => InlineLookup | null;

/**
 * Code of kernels and programs from all inputs. An ELF of another build than was recorded is not used, and one whose
 * build the recording does not name is used with a finding. Listings carry no build id and are taken at their word.
 */
export function codeSources(groups: readonly Run[], inlinesOf: InlinesOf = () => null): CodeSources {
  const recordings = groups.flatMap((group) => group.recordings);
  const everywhere = buildIdsOf(groups);
  const images = groups.flatMap((group) => {
    const own = buildIdsOf([group]);
    const ids = own.size > 0 ? own : everywhere;
    return group.recordings.flatMap(({ code }) => code.map((image) => imageSources(image, ids, inlinesOf)));
  });
  const listed = listingSources(recordings.flatMap(({ listings }) => listings));
  const all = [...images, listed];
  const refused = all.flatMap((each) => each.refused ?? []);
  return {
    sources: all.flatMap(({ sources }) => sources),
    refused: refused.length === 0 ? null : refused.join('; '),
    diagnostics: all.flatMap(({ diagnostics }) => diagnostics),
  };
}

function buildIdsOf(groups: readonly Run[]): BuildIds {
  const ids = new Map<string, Set<string>>();
  for (const { buildIds } of groups.flatMap(({ recordings }) => recordings)) {
    for (const [dso, id] of buildIds) ids.set(dso, (ids.get(dso) ?? new Set()).add(id));
  }
  return ids;
}

/** A program of the recorded build is used whatever its file is called now. */
function imageSources(image: CodeImage, ids: BuildIds, inlinesOf: InlinesOf): CodeSources {
  const names = image.kernel ? [KERNEL_DSO] : image.dsoNames;
  const { buildId } = image;
  const same = [...ids].filter(([, known]) => buildId !== null && known.has(buildId)).map(([dso]) => dso);
  const unchecked = names.filter((name) => buildId === null || !ids.has(name));
  const used = same.length > 0 ? same : unchecked;
  const file = image.file;
  if (used.length === 0) {
    const text = `the code of ${basename(file)} is of another build than was recorded and was not used`;
    const hint = image.kernel ? 'give the vmlinux of the recorded kernel' : 'copy the recorded binary';
    return {
      sources: [],
      refused: text,
      diagnostics: [finding('code-other-build', text, hint, file)],
    };
  }
  const inlines = inlinesOf(image) ?? undefined;
  const sources = used.map((dso) => elfCode(image, dso, inlines));
  if (same.length > 0) return { sources, refused: null, diagnostics: [] };
  const text = `whether ${basename(file)} is the build that was recorded is not known: its code is taken at its word`;
  const diagnostics = [finding('code-build-unknown', text, null, file)];
  return { sources, refused: null, diagnostics };
}

const TOOLS = ['objdump', 'perf annotate'] as const;

function listingSources(listings: readonly InstructionListing[]): CodeSources {
  const named = listings.filter(({ symbol }) => symbol !== '[unknown]');
  const unreadable = new Set(named.filter((listing) => !isReadable(listing)).map(({ file }) => file));
  const sources = TOOLS.flatMap((tool) => {
    const readable = named.filter((each) => each.tool === tool && !unreadable.has(each.file));
    return [...groupBy(readable, profileDso)].flatMap(([dso, own]) =>
      dso === null ? [] : [listingCode(own, dso)],
    );
  });
  const diagnostics = [...unreadable].map((file) =>
    finding(
      'listing-not-read',
      `the instructions of ${basename(file)} are not in AT&T or arm64 syntax and are not used`,
      'leave out -M intel',
      file,
    ),
  );
  const [first] = diagnostics;
  return { sources, refused: first?.text ?? null, diagnostics };
}

/** The profile's name of what was disassembled; kernel text stands in the upper half of addresses. */
function profileDso({ dso, instructions }: InstructionListing): string | null {
  const name = dso === null ? null : shortDsoName(dso);
  if (name !== null && isKernelDso(name)) return name;
  return (instructions[0]?.address ?? 0) < 0 ? KERNEL_DSO : name;
}
