import { describe, expect, it } from 'vitest';
import type { Recording } from '../../src/model/recording.js';
import { aaStatusFormat } from '../../src/read/aa-status.js';
import { bytesOf, checkConformance, fixture, readBytes } from '../conformance.js';

// Laid out as aa-status of AppArmor 3.0 prints it (binutils/aa_status.c); no guest of ours has the tool.
const TEXT = `apparmor module is loaded.
31 profiles are loaded.
29 profiles are in enforce mode.
   /usr/sbin/nginx
   man_filter
2 profiles are in complain mode.
   /usr/bin/prog with blanks
0 profiles are in kill mode.
0 profiles are in unconfined mode.
3 processes have profiles defined.
3 processes are in enforce mode.
   /usr/sbin/nginx (4860) 
0 processes are in complain mode.
`;
const JSON_LINE =
  '{"version": "2", "profiles": {"/usr/sbin/nginx": "enforce", "a\\"b}": "complain", "/usr/{lib,libexec}/x": "enforce"}, "processes": {"/usr/sbin/nginx": [{"profile": "/usr/sbin/nginx", "pid": "1", "status": "enforce"}]}}\n';
const LIST = '/usr/sbin/nginx (enforce)\nprog with blanks (complain)\n:ns://inner//child (unconfined)\n';

const read = (text: string): Recording => readBytes(aaStatusFormat, bytesOf(text));
const kinds = (recording: Recording): string[] => recording.diagnostics.map(({ kind }) => kind);

describe('aa-status', () => {
  it.each([
    ['text', TEXT, 31],
    ['--json', JSON_LINE, 3],
    [
      '--pretty-json',
      '{\n\t"version":\t"2",\n\t"profiles":\t{\n\t\t"nginx":\t"enforce",\n\t\t"x":\t"complain"\n\t},\n\t"processes":\t{\n\t\t"y":\t"z"\n\t}\n}\n',
      2,
    ],
    ['securityfs profiles', LIST, 3],
  ])('%s: profiles loaded, a lower bound of labels', (_, text, labels) => {
    const recording = checkConformance(aaStatusFormat, bytesOf(text));
    expect(recording.labels).toBe(labels);
    expect(kinds(recording)).toEqual(['labels-lower-bound']);
  });

  it('JSON that JSON.parse refuses: a comma too many, no last brace', () => {
    expect(
      read('{"version": "2", "profiles": {"a": "enforce", "b": "enforce", }, "processes": {}').labels,
    ).toBe(2);
  });

  it('AppArmor switched off has no labels; without privilege the number is unknown', () => {
    const off = read('apparmor module is not loaded.\n');
    expect([off.labels, kinds(off)]).toEqual([0, ['apparmor-off']]);
    // As aa-status 3.0.8 prints it on a kernel without AppArmor.
    expect(aaStatusFormat.detect(bytesOf('apparmor not present.\n'), true)).toBe('yes');
    expect(read('apparmor not present.\n').labels).toBe(0);
    const unmounted = read('apparmor module is loaded.\napparmor filesystem is not mounted.\n');
    expect([unmounted.labels, kinds(unmounted)]).toEqual([null, ['aa-status-denied']]);
    const denied = read(
      'apparmor module is loaded.\nYou do not have enough privilege to read the profile set.\n',
    );
    expect([denied.labels, kinds(denied)]).toEqual([null, ['aa-status-denied']]);
  });

  it('cut: refused, or counted with a diagnostic', () => {
    expect(() => read('apparmor module is loaded.\n31 profi')).toThrow(
      'input:2: expected "N profiles are loaded.", found the end of the file',
    );
    expect(kinds(read(JSON_LINE.slice(0, 60)))).toContain('aa-status-cut');
    const list = read(LIST.slice(0, -5));
    expect([list.labels, kinds(list)]).toEqual([2, ['aa-status-skipped', 'labels-lower-bound']]);
  });

  it('does not claim prose with a mode in it, nor other JSON, nor other recordings', () => {
    const claims = (text: string): string => aaStatusFormat.detect(bytesOf(text), true);
    expect(claims('I run nginx (enforce)\nand it is slow.\n')).toBe('no');
    expect(claims('{"name": "x", "profiles": {"a": "b"}}\n')).toBe('no');
    for (const other of ['lock_stat/mail-quoted.txt', 'perf-script/misc.txt', 'machine/lscpu.json']) {
      expect(aaStatusFormat.detect(fixture(other), true)).toBe('no');
    }
  });
});
