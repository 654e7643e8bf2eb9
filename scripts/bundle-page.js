// Bundles the script and style of the HTML report (src/report/html/page/) into one module of strings, page-asset.js,
// beside page-asset.d.ts for tests, and into dist/ when the argument is given: `node scripts/bundle-page.js dist`.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FOLDER = 'src/report/html';

/** @param {readonly string[]} targets folders to write FOLDER/page-asset.js under */
export async function bundlePage(targets) {
  const { outputFiles, metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: [`${FOLDER}/page/main.ts`],
    outdir: 'page',
    bundle: true,
    minify: true,
    format: 'iife',
    target: ['chrome123', 'firefox128', 'safari17.5'],
    charset: 'ascii',
    legalComments: 'none',
    metafile: true,
    write: false,
    logLevel: 'warning',
  });
  const text = (ending) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
  const script = text('.js').trim();
  // What would end a script element or begin a comment in it; esbuild writes "<\\/script" in strings already.
  if (/<\/script|<!--|<script/i.test(script)) throw new Error('the script cannot stand in a script element');
  const style = text('.css').trim();
  const packages = new Set(
    Object.keys(metafile.inputs).flatMap(
      (path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? [],
    ),
  );
  // Their licences ask for their texts in every copy, and every report is one.
  const licences = new Map();
  for (const name of [...packages].sort()) {
    const folder = join(ROOT, 'node_modules', name);
    const file = readdirSync(folder).find((each) => /^licen[cs]e(\.\w+)?$/i.test(each));
    if (file === undefined) throw new Error(`${name} has no licence text`);
    const licence = readFileSync(join(folder, file), 'utf8').trim();
    licences.set(licence, [...(licences.get(licence) ?? []), name]);
  }
  const libraries = [...packages].sort().map((name) => {
    const { version, license } = JSON.parse(
      readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8'),
    );
    return `${name} ${version} (${license})`;
  });
  const hash = (content) => `sha256-${createHash('sha256').update(content).digest('base64')}`;
  const exported = {
    PAGE_SCRIPT: script,
    PAGE_SCRIPT_HASH: hash(script),
    PAGE_STYLE: style,
    PAGE_STYLE_HASH: hash(style),
    PAGE_LIBRARIES: libraries,
    PAGE_LICENCES: [...licences].map(([licence, names]) => `${names.join(', ')}:\n\n${licence}`),
  };
  const module = Object.entries(exported)
    .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};\n`)
    .join('');
  for (const target of targets) {
    const file = join(target, FOLDER, 'page-asset.js');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, module);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await bundlePage([ROOT, ...process.argv.slice(2).map((folder) => join(ROOT, folder))]);
}
