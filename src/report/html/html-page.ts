import { htmlText, scriptJson } from './html-text.js';
import { PAGE_SCRIPT, PAGE_SCRIPT_HASH, PAGE_STYLE, PAGE_STYLE_HASH } from './page-asset.js';
import { PAGE_IDS, type PageData } from './page-data.js';

/** All that a page may load or run, against names from a trace that should turn out to be more than text. */
const POLICY = `default-src 'none'; script-src '${PAGE_SCRIPT_HASH}'; style-src '${PAGE_STYLE_HASH}'; base-uri 'none'; form-action 'none'`;

/** A part of a document under a heading that can be linked to. */
export interface PageSection {
  readonly id: string;
  readonly title: string;
  /** Markup. */
  readonly parts: readonly string[];
}

/**
 * One HTML document that needs nothing else: no request leaves it, its policy allows its own script and style only.
 * What is to be read is markup; the script only draws `data`.
 */
export function htmlPage(title: string, sections: readonly PageSection[], data: PageData): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${htmlText(title)}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<header><h1>${htmlText(title)}</h1><button type="button" id="${PAGE_IDS.theme}">Theme</button></header>
${navigation(sections)}
<main>
${sections.map(sectionHtml).join('\n')}
</main>
<script type="application/json" id="${PAGE_IDS.data}">${scriptJson(data)}</script>
<script>${PAGE_SCRIPT}</script>
</body>
</html>`;
}

function navigation(sections: readonly PageSection[]): string {
  const links = sections.map(({ id, title }) => `<li><a href="#${htmlText(id)}">${htmlText(title)}</a></li>`);
  return `<nav aria-label="Sections"><ul>${links.join('')}</ul></nav>`;
}

function sectionHtml({ id, title, parts }: PageSection): string {
  return `<section id="${htmlText(id)}"><h2>${htmlText(title)}</h2>\n${parts.join('\n')}\n</section>`;
}
