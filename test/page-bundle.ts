import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Tests run the sources, so the page of the HTML report is bundled from its sources too, once a run. */
export function setup(): void {
  execFileSync(process.execPath, [fileURLToPath(new URL('../scripts/bundle-page.js', import.meta.url))]);
}
