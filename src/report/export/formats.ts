import type { SampledStacks } from '../../model/sampled-stacks.js';
import { renderFirefox } from './firefox.js';
import { renderFolded } from './folded.js';
import { renderPprof } from './pprof.js';
import { renderSpeedscope } from './speedscope.js';

interface ExportNames {
  /** What the viewer calls the profile. */
  readonly name: string;
  /** Version of refscope. */
  readonly version: string;
}

type Render = (stacks: SampledStacks, names: ExportNames) => string | Uint8Array;

/** What other viewers open, by the name that --format takes. */
export const EXPORT_FORMATS: Readonly<Record<string, Render>> = {
  speedscope: (stacks, { name, version }) => renderSpeedscope(stacks, name, version),
  folded: renderFolded,
  pprof: renderPprof,
  firefox: (stacks, { version }) => renderFirefox(stacks, version),
};
