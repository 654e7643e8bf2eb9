import type { Detection, Format } from '../../model/format.js';
import { PprofReader } from './reader.js';
import { checkedFields, PROFILE, SAMPLE_TYPE, WireError } from './wire.js';

/** sample_type and one field more: no other file begins with both by accident. */
const ENOUGH_FIELDS = 2;

/** A profile of pprof: go tool pprof, perf_to_profile, Parca, async profilers. gzip is undone before. */
export const pprofFormat: Format = {
  id: 'pprof',
  title: 'pprof profile (profile.proto)',
  detect: detectPprof,
  open: (file, recording) => new PprofReader(file, recording),
};

/**
 * A protobuf has no magic. It must begin with a sample_type that says something, and whatever of it is whole must
 * be as profile.proto says. A text can begin with an empty line, which is the tag of sample_type, and a length;
 * behind them a sample_type has the bytes 8 or 16, which texts do not.
 */
function detectPprof(head: Uint8Array, complete: boolean): Detection {
  let fields = 0;
  try {
    for (const { field, from, end } of checkedFields(head, 0, head.length, PROFILE)) {
      if (fields === 0 && (field !== SAMPLE_TYPE || end === from)) return 'no';
      fields++;
    }
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    // Within the first field nothing is known yet but its tag.
    if (!error.cut || (fields === 0 && head[0] !== SAMPLE_TYPE_TAG)) return 'no';
  }
  if (fields >= ENOUGH_FIELDS) return 'yes';
  return complete ? 'no' : 'more';
}

const SAMPLE_TYPE_TAG = (SAMPLE_TYPE << 3) | 2;
