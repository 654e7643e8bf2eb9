import type { ProjectionInput, SiteLoad } from '../model/projection.js';
import type { Range } from '../model/units.js';
import { limitedShare } from './share-limit.js';

/**
 * A list of shares with sites that it left out: each gets its transfers times the mean share per transfer of the listed
 * ones, as the back-test fills unpublished sites (model.md, "Back-test"), and the line that much more time. The low end
 * of a filled share is nothing: the hook may not have been called.
 * @param unlisted sites whose own share is not looked at.
 */
export function withUnlisted(input: ProjectionInput, unlisted: readonly SiteLoad[]): ProjectionInput {
  const transfers = input.sites.reduce((sum, site) => sum + site.transfers, 0);
  if (input.labelShare === null || unlisted.length === 0 || transfers === 0) return input;
  const { low, mid, high } = input.labelShare;
  const filled = unlisted.map((site): SiteLoad => {
    const part = site.transfers / transfers;
    return { ...site, share: { low: 0, mid: mid * part, high: high * part } };
  });
  const added = (end: keyof Range) => filled.reduce((sum, { share }) => sum + share[end], 0);
  const labelShare = { low: low + added('low'), mid: mid + added('mid'), high: high + added('high') };
  return {
    ...input,
    sites: [...input.sites, ...filled],
    labelShare: limitedShare(labelShare).share,
    labelShareBound: 'upper',
  };
}
