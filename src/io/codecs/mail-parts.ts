/** How a saved mail begins: an mbox line, or a header that mail programs put first. */
const MAIL =
  /^(From \S+ |(Return-Path|Received|Delivered-To|From|To|Date|Subject|Message-ID|MIME-Version|Content-Type|X-[\w-]+): )/i;
const ENCODED = /^content-transfer-encoding: *(quoted-printable|base64)/im;
const MBOX_LINE = /^From \S+ .*\d{4}$/;
/** What is looked at to tell a mail: its headers. */
const HEAD_BYTES = 1 << 16;
/** The first line of one, or enough of it. */
const FIRST_BYTES = 100;

/** Mails have lines of 998 characters at most (RFC 5322); a longer one is cut, so that memory stays bounded. */
const LONGEST_LINE = 1 << 20;

type Encoding = 'plain' | 'quoted-printable' | 'base64';

/**
 * The text of a mail as it was written: parts in quoted-printable or base64 (RFC 2045) decoded, those that are no
 * plain text left out. Bytes that are no mail with such a part come as they are.
 */
export async function* asWritten(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let mail: MailText | null | undefined;
  let head: Uint8Array = new Uint8Array(0);
  for await (const chunk of chunks) {
    if (mail === undefined) {
      head = Buffer.concat([head, chunk]);
      if (head.length < FIRST_BYTES || (head.length < HEAD_BYTES && startsLikeMail(head))) continue;
      mail = mailIn(head);
      yield mail === null ? head : mail.add(head);
    } else yield mail === null ? chunk : mail.add(chunk);
  }
  if (mail === undefined) {
    mail = mailIn(head);
    if (head.length > 0) yield mail === null ? head : mail.add(head);
  }
  if (mail !== null) yield mail.end();
}

function startsLikeMail(head: Uint8Array): boolean {
  return MAIL.test(Buffer.from(head.subarray(0, FIRST_BYTES)).toString('latin1'));
}

function mailIn(head: Uint8Array): MailText | null {
  if (!startsLikeMail(head)) return null;
  return ENCODED.test(Buffer.from(head.subarray(0, HEAD_BYTES)).toString('latin1')) ? new MailText() : null;
}

/** Decodes the lines of mails, one after another; characters stand for bytes until they are given out. */
class MailText {
  #rest = '';
  #inHeaders = true;
  #encoding: Encoding = 'plain';
  #isText = true;
  #boundary: string | null = null;
  #afterBlank = false;
  #base64 = '';

  add(chunk: Uint8Array): Uint8Array {
    const lines = (this.#rest + Buffer.from(chunk).toString('latin1')).split('\n');
    this.#rest = lines.pop() ?? '';
    if (this.#rest.length > LONGEST_LINE) {
      lines.push(this.#rest);
      this.#rest = '';
    }
    return Buffer.from(lines.map((line) => this.#line(line.replace(/\r$/, ''))).join(''), 'latin1');
  }

  end(): Uint8Array {
    return Buffer.from(this.#line(this.#rest) + this.#endBase64(), 'latin1');
  }

  /** What the line says, with its line end. */
  #line(line: string): string {
    const begins = this.#afterBlank && MBOX_LINE.test(line);
    this.#afterBlank = line === '';
    if (begins) this.#boundary = null;
    if (begins || (this.#boundary !== null && line.startsWith(`--${this.#boundary}`))) {
      const before = this.#endBase64();
      this.#inHeaders = true;
      this.#encoding = 'plain';
      this.#isText = true;
      return `${before}${line}\n`;
    }
    if (this.#inHeaders) return this.#header(line);
    if (!this.#isText) return '';
    if (this.#encoding === 'quoted-printable') return quotedPrintable(line.trimEnd());
    if (this.#encoding === 'plain') return `${line}\n`;
    return this.#takeBase64(line.trim());
  }

  #header(line: string): string {
    if (line === '') this.#inHeaders = false;
    const encoding = /^content-transfer-encoding: *(quoted-printable|base64)/i.exec(line)?.[1]?.toLowerCase();
    if (encoding !== undefined) this.#encoding = encoding as Encoding;
    const type = /^content-type: *([\w-]+\/[\w-]+)/i.exec(line)?.[1]?.toLowerCase();
    if (type !== undefined) this.#isText = type === 'text/plain' || type.startsWith('multipart/');
    this.#boundary = /\bboundary="?([^";]+)/i.exec(line)?.[1] ?? this.#boundary;
    return `${line}\n`;
  }

  /** Four characters are three bytes; what is left waits for the next line. */
  #takeBase64(line: string): string {
    const text = this.#base64 + line;
    const whole = text.length - (text.length % 4);
    this.#base64 = text.slice(whole);
    return Buffer.from(text.slice(0, whole), 'base64').toString('latin1');
  }

  #endBase64(): string {
    const rest = this.#base64;
    this.#base64 = '';
    return Buffer.from(rest, 'base64').toString('latin1');
  }
}

/** `3D` is a byte in hex, and "=" at the end joins the line with the next. */
function quotedPrintable(line: string): string {
  const joins = line.endsWith('=');
  const text = (joins ? line.slice(0, -1) : line).replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return joins ? text : `${text}\n`;
}
