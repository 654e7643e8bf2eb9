/**
 * Script and style of the HTML report, made from page/ by scripts/bundle-page.js: page-asset.js here for tests, and
 * in dist/ for the program. Hashes are as a Content-Security-Policy wants them: "sha256-...".
 */
export declare const PAGE_SCRIPT: string;
export declare const PAGE_SCRIPT_HASH: string;
export declare const PAGE_STYLE: string;
export declare const PAGE_STYLE_HASH: string;
/** "@observablehq/plot 0.6.17", ...: what is in the script. */
export declare const PAGE_LIBRARIES: readonly string[];
/** Their licences' texts, each under the names of those that have it. */
export declare const PAGE_LICENCES: readonly string[];
