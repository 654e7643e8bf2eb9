import type { SiteCatalogue } from '../../model/site-catalogue.js';
import { type CounterCatalogue, counterCatalogue, LABEL_CATALOGUE } from './counter-catalogue.js';
import { CRED } from './data/cred.js';
import { DENTRY_LOCKREF } from './data/dentry-lockref.js';
import { FILE_COUNT } from './data/file-count.js';

/** Catalogues of other reference counts that come with refscope, for `--sites ID` and for what else contends. */
export const SHIPPED_CATALOGUES: readonly SiteCatalogue[] = [DENTRY_LOCKREF, FILE_COUNT, CRED];

/** What is known to count besides `subject`. */
export function otherCounters(subject: CounterCatalogue): CounterCatalogue[] {
  return [LABEL_CATALOGUE, ...SHIPPED_CATALOGUES.map(counterCatalogue)].filter(({ id }) => id !== subject.id);
}
