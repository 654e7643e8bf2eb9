import fc from 'fast-check';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { describe, expect, it } from 'vitest';
import { printable } from '../../src/model/printable.js';
import { codeText, inlineText, lineText, sourceText } from '../../src/report/markdown-inline.js';
import { markdownTable } from '../../src/report/markdown-table.js';
import { code, left } from '../../src/report/table.js';

/** As GitHub renders it; addresses written out become links there, whose text is unchanged. */
function html(markdown: string): string {
  return micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()] }).replace(
    /<\/?a( [^>]*)?>/g,
    '',
  );
}

function decoded(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}

/** Names made of what Markdown gives a meaning, and of some letters. */
const name = fc
  .array(
    fc.constantFrom(
      ...'<>&|`*_[](){}!#+-=~$\\:;1.)/@"\'ax é\n\t\u001b\u202e',
      '&lt;',
      '&#60;',
      '\\|',
      '<b>',
      '~~',
      'http://',
      'www.',
      'mailto:',
    ),
    {
      maxLength: 12,
    },
  )
  .map((parts) => parts.join(''));

describe('names in Markdown', () => {
  it('stay text at the beginning of a line', () => {
    fc.assert(
      fc.property(name, (text) => {
        fc.pre(printable(text.trim()).trim() !== '');
        expect(decoded(html(lineText(text)))).toBe(`<p>${printable(text.trim())}</p>`);
      }),
      { numRuns: 3000 },
    );
  });

  it('stay text within a line, and as code', () => {
    fc.assert(
      fc.property(name, (text) => {
        const plain = printable(text);
        fc.pre(plain.trim() === plain);
        expect(decoded(html(`a ${inlineText(text)} z`))).toBe(`<p>a ${plain} z</p>`);
        expect(decoded(html(`a ${codeText(text)} z`)).replace(/<\/?code>/g, '')).toBe(`<p>a ${plain} z</p>`);
      }),
      { numRuns: 3000 },
    );
  });

  it('stay text in the cells of a table', () => {
    fc.assert(
      fc.property(name, name, (first, second) => {
        const table = { title: '', notes: [], columns: [code('a'), left('b')], rows: [[first, second]] };
        const rendered = decoded(html(markdownTable(table).join('\n')));
        const cells = [...rendered.matchAll(/<td>(.*?)<\/td>/g)].map((match) =>
          (match[1] ?? '').replace(/^<code>(.*)<\/code>$/, '$1').trim(),
        );
        expect(cells).toEqual([printable(first).trim(), printable(second).trim()]);
      }),
      { numRuns: 3000 },
    );
  });

  it('keep function names readable', () => {
    expect(codeText('apparmor_file_open')).toBe('`apparmor_file_open`');
    expect(lineText('0.41 % of aa_label_merge, -3 and more')).toBe('0.41 % of aa_label_merge, -3 and more');
  });

  it('show Message-IDs as code and addresses as links', () => {
    expect(sourceText('reply to <a_b@c.org>, 2024')).toBe('reply to `<a_b@c.org>`, 2024');
    expect(sourceText('https://example.org/a_b')).toBe('<https://example.org/a_b>');
    expect(sourceText('javascript:alert(1) <script>')).toBe('javascript:alert(1) \\<script>');
  });
});
