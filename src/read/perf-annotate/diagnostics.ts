import type { Diagnostic } from '../../model/diagnostic.js';
import type { OpenListing } from './open-listing.js';

const NO_VMLINUX = 'No vmlinux file';

/** `reason` is what perf gave, its first sentence. */
export function notAnnotated(symbol: string, reason: string, file: string, line: number): Diagnostic {
  const needsVmlinux = reason.startsWith(NO_VMLINUX);
  return {
    kind: needsVmlinux ? 'annotate-no-vmlinux' : 'annotate-failed',
    text: `perf could not annotate ${symbol}: ${reason === '' ? 'it gave no reason' : reason}`,
    hint: needsVmlinux
      ? 'annotate where the vmlinux with that build id is: perf annotate --stdio -k vmlinux'
      : null,
    file,
    line,
  };
}

/** Without addresses no instruction can be told from another. */
export function withoutAddresses(symbol: string, file: string, line: number): Diagnostic {
  return {
    kind: 'annotate-stdio2',
    text: `the listing of ${symbol} is of --stdio2, which prints no addresses: it is not used`,
    hint: `perf annotate --stdio ${symbol}`,
    file,
    line,
  };
}

/** Of a title that nothing follows. */
export function noInstructions(listing: OpenListing, file: string): Diagnostic {
  return {
    kind: 'annotate-empty',
    text: `a function of ${listing.title.dso} is announced but no instruction of it follows`,
    hint: 'keep all that perf annotate --stdio prints',
    file,
    line: listing.line,
  };
}

/** Of a function that perf shows by its address. */
export function nameless(listing: OpenListing, file: string): Diagnostic {
  return {
    kind: 'annotate-no-symbol',
    text: `a function of ${listing.title.dso} has no name in the listing`,
    hint: 'perf takes names from a file with symbols: perf annotate --stdio -k vmlinux',
    file,
    line: listing.line,
  };
}

/** Shown percentages that do not add up to the function. */
export function incomplete(symbol: string, listing: OpenListing, file: string): Diagnostic {
  return {
    kind: 'annotate-incomplete',
    text: `the listing of ${symbol} lacks instructions that have ${listing.missingPct.toFixed(2)} % of its samples`,
    hint: 'keep all that perf annotate --stdio prints, without --min-percent',
    file,
    line: listing.line,
  };
}

/** Of a copy that was broken off. */
export function lastLineCut(file: string, line: number): Diagnostic {
  return {
    kind: 'annotate-cut',
    text: 'the text ends without a line end: its last instruction may be cut',
    hint: 'keep all that perf annotate --stdio prints',
    file,
    line,
  };
}
