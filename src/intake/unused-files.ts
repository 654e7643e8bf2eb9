import { type Leftovers, MAX_MEMBERS } from '../io/container.js';
import { type Diagnostic, finding } from '../model/diagnostic.js';

/** Names a finding lists before it only counts. */
const SHOWN_NAMES = 3;

/** Says of the files of the container `file` that were left out what they are; `unknown` are names. */
export function unusedFindings(
  file: string,
  unknown: readonly string[],
  { notFiles, folders, tooMany }: Leftovers,
): Diagnostic[] {
  const notes = [
    {
      kind: 'unknown-files',
      one: 'file of no known format',
      several: 'files of no known format',
      names: unknown,
    },
    {
      kind: 'not-files',
      one: 'entry that is a link, a device, sparse or doubled',
      several: 'entries that are links, devices, sparse or doubled',
      names: notFiles,
    },
    {
      kind: 'folders',
      one: 'folder, a run of its own, not entered',
      several: 'folders, runs of their own, not entered',
      names: folders,
    },
  ];
  const findings = notes
    .filter((note) => note.names.length > 0)
    .map(({ kind, one, several, names }) => {
      const shown = names.slice(0, SHOWN_NAMES).join(', ');
      const more = names.length - Math.min(SHOWN_NAMES, names.length);
      const text = `${names.length} ${names.length === 1 ? one : several}: ${shown}${more > 0 ? ` and ${more} more` : ''}`;
      return finding(kind, text, null, file);
    });
  if (tooMany === 0) return findings;
  const text = `more than ${MAX_MEMBERS} files: the rest was not looked at`;
  return [...findings, finding('too-many-files', text, null, file)];
}

/** What a container held in which no recording was found; `folders` are named, as one of them may be meant. */
export function nothingRead(unknown: readonly string[], folders: readonly string[]): string {
  const files =
    unknown.length === 0
      ? 'no files'
      : `${unknown.length} ${unknown.length === 1 ? 'file' : 'files'} of no known format`;
  if (folders.length === 0) return files;
  return `${files} and the folders ${folders.slice(0, SHOWN_NAMES).join(', ')}${folders.length > SHOWN_NAMES ? ', ...' : ''} (give one of them)`;
}
