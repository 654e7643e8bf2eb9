// Writes oclif.manifest.json of the commands in dist/, as `oclif manifest` does: with it a command loads its own modules
// only, where oclif otherwise loads every command to know what there is.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Plugin } from '@oclif/core';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

const plugin = new Plugin({ root: ROOT, type: 'core', ignoreManifest: true, errorOnManifestCreate: true });
await plugin.load();
writeFileSync(join(ROOT, 'oclif.manifest.json'), `${JSON.stringify(plugin.manifest)}\n`);
