import type { EventAttribution } from '../model/analysis.js';
import { type AppliedCatalogue, printedSources } from '../model/applied-catalogue.js';
import type { CounterCatalogue } from './catalogue/counter-catalogue.js';
import { baseFunction } from './catalogue/symbol-name.js';
import type { JudgedKernel } from './kernel-inference.js';

/** Which rows of `catalogue` the sites of `attribution` were judged by. */
export function appliedCatalogue(
  catalogue: CounterCatalogue,
  kernel: JudgedKernel,
  attribution: EventAttribution | null,
): AppliedCatalogue {
  const { release, from, why } = kernel;
  return {
    id: catalogue.id,
    subject: catalogue.subject,
    kernel: release === null ? null : `${release.major}.${release.minor}`,
    kernelFrom: from,
    kernelWhy: why,
    rows: (attribution?.sites ?? []).map((site) => {
      const row = catalogue.row(baseFunction(site.function), release);
      return {
        function: site.function,
        operation: site.operation,
        rmws: site.rmws,
        kernels: row?.kernels ?? null,
        sources: printedSources(row?.sources ?? []),
      };
    }),
  };
}
