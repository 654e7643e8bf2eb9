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
  // Go's runtime/pprof writes time_nanos before the first sample_type.
  const tag = head[0] === TIME_NANOS << 3 ? TIME_NANOS << 3 : SAMPLE_TYPE_TAG;
  let before = tag === SAMPLE_TYPE_TAG ? 0 : 1;
  try {
    for (const { field, from, end } of checkedFields(head, 0, head.length, PROFILE)) {
      if (before-- > 0) continue;
      if (fields === 0 && (field !== SAMPLE_TYPE || end === from)) return 'no';
      fields++;
    }
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    // Within the first field nothing is known yet but its tag.
    if (!error.cut || (fields === 0 && head[0] !== tag)) return 'no';
  }
  if (fields >= ENOUGH_FIELDS) return 'yes';
  return complete ? 'no' : 'more';
}

const TIME_NANOS = 9;
const SAMPLE_TYPE_TAG = (SAMPLE_TYPE << 3) | 2;
