import { fold, paragraph } from './html-parts.js';
import { htmlText } from './html-text.js';
import { PAGE_LIBRARIES, PAGE_LICENCES } from './page-asset.js';

/** The command line that makes a document again. */
export function commandParts(command: string): string[] {
  return [
    paragraph('This command makes this document, where the inputs are:'),
    `<pre class="scroll" tabindex="0"><code>${htmlText(command)}</code></pre>`,
  ];
}

/** What of others is in a document: their licences ask for their texts in every copy. */
export function librariesPart(): string {
  return fold('Libraries in the script of this document', [
    paragraph(PAGE_LIBRARIES.join(', ')),
    // Line feeds are text here, which htmlText() would make visible.
    ...PAGE_LICENCES.map((text) => `<pre class="scroll">${text.split('\n').map(htmlText).join('\n')}</pre>`),
  ]);
}
