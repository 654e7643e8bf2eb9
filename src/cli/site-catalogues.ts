import { SHIPPED_CATALOGUES } from '../attribute/catalogue/shipped.js';
import { fileSource } from '../io/source.js';
import { InputError } from '../model/errors.js';
import { compareReleases, parseKernelRelease } from '../model/kernel-release.js';
import type { SiteCatalogue } from '../model/site-catalogue.js';
import { SITES_SCHEMA } from '../report/schema/sites-schema.js';
import { checkSchema, parseJson } from './json-input.js';
import { foundText } from './schema-violation.js';

/** A catalogue of thousands of functions is far smaller. */
const MOST_BYTES = 8e6;

/**
 * The catalogue of `--sites`: one that comes with refscope, by its id, else the file of that name.
 * @throws InputError when it is neither, or the file is no catalogue.
 */
export async function loadSiteCatalogue(idOrFile: string): Promise<SiteCatalogue> {
  const shipped = SHIPPED_CATALOGUES.find(({ id }) => id === idOrFile);
  return shipped ?? readSiteCatalogue(idOrFile);
}

async function readSiteCatalogue(file: string): Promise<SiteCatalogue> {
  const json = parseJson(file, await readText(file), 'a catalogue of call sites');
  const value = await checkSchema(file, json, SITES_SCHEMA, 'the catalogue');
  if (value.sites.length + value.helpers.length === 0) {
    throw new InputError({ file }, 'expected at least one site or helper, found none');
  }
  checkMeaning(file, value);
  return value;
}

/** What the schema cannot say: rows of releases that do not exist, and a binary that no sample can be in. */
function checkMeaning(file: string, { sites, dso }: SiteCatalogue): void {
  for (const [index, { kernels }] of sites.entries()) {
    const from = parseKernelRelease(kernels.from);
    const before = parseKernelRelease(kernels.before);
    if (from !== null && before !== null && compareReleases(from, before) >= 0) {
      const found = `from ${kernels.from} before ${kernels.before}`;
      throw new InputError(
        { file },
        `expected sites[${index}].kernels to begin before it ends, found ${found}`,
      );
    }
  }
  if (dso?.includes('/') === true)
    throw new InputError({ file }, `expected dso to be a file name without folders, found ${foundText(dso)}`);
}

async function readText(file: string): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  try {
    for await (const chunk of fileSource(file).open()) {
      text += decoder.decode(chunk, { stream: true });
      if (text.length > MOST_BYTES) {
        throw new InputError({ file }, `expected a catalogue of at most ${MOST_BYTES / 1e6} MB, found more`);
      }
    }
  } catch (error) {
    if (error instanceof InputError && error.message.includes('no such file')) {
      const ids = SHIPPED_CATALOGUES.map(({ id }) => id).join(', ');
      throw new InputError({ file }, `expected --sites to be a file or one of ${ids}, found neither`);
    }
    throw error;
  }
  return text + decoder.decode();
}
