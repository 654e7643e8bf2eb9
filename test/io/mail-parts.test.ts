import { expect, it } from 'vitest';
import { readInputs } from '../../src/intake/inputs.js';
import { decompress } from '../../src/io/codecs/decompress.js';
import { bytesOf, fixture } from '../conformance.js';
import { fixturePath } from '../recordings/recordings.js';

async function written(bytes: Uint8Array, size: number): Promise<string> {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
  }
  const parts: Uint8Array[] = [];
  for await (const part of decompress('mail', chunks())) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

const text = (name: string): string => new TextDecoder().decode(fixture(name));
const BODY = `${text('wrk/wrk-noperf.txt')}\n$ lscpu\n${text('machine/lscpu.txt')}\nGr\u00fc\u00dfe\n`;

it.each(['quoted-printable.eml', 'base64.eml', 'alternative.eml'])(
  '%s: the text as it was written',
  async (name) => {
    const mail = fixture(`mail/${name}`);
    for (const size of [1, 7, 65_536]) {
      const decoded = await written(mail, size);
      expect(decoded.split(BODY)).toHaveLength(2);
      expect(decoded).not.toContain('<pre>');
    }
    const { groups, inputs } = await readInputs([fixturePath(`mail/${name}`)], null);
    expect(inputs.map(({ format }) => format)).toEqual(['wrk', 'lscpu']);
    const recordings = groups.flatMap((group) => group.recordings);
    // As wrk-noperf.txt and lscpu.txt print them.
    expect(recordings[0]?.throughput).toMatchObject([{ requestsPerSec: 8540.58, requests: 68906 }]);
    expect(recordings[1]?.topologies).toMatchObject([{ cpus: 2, model: 'AMD EPYC' }]);
  },
);

it('reads the mails of an mbox one after another', async () => {
  const mail = text('mail/quoted-printable.eml');
  const plain = 'From: b@example.org\n\na=3Db\n';
  const mbox = `From a@example.org Sat Nov 28 15:00:00 2026\n${mail}\nFrom b@example.org Sat Nov 28 16:00:00 2026\n${plain}`;
  const decoded = await written(bytesOf(mbox), 65_536);
  expect(decoded).toContain(BODY);
  expect(decoded.endsWith('a=3Db\n\n')).toBe(true);
});

it('leaves what is no mail, or has no encoded part, as it is', async () => {
  for (const other of ['From here on =3D\n', 'From: a\n\na=3Db=\n', 'To: x\n', '', 'perf=3D']) {
    expect(await written(bytesOf(other), 3)).toBe(other);
  }
});

it('ends well wherever a mail is cut', async () => {
  const mail = fixture('mail/alternative.eml');
  for (let cut = 0; cut < mail.length; cut += 97) {
    expect((await written(mail.subarray(0, cut), 65_536)).length).toBeLessThanOrEqual(cut + 1);
  }
});
