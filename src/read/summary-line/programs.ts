import type { Format } from '../../model/format.js';
import { type SummaryProgram, summaryLineFormat } from './reader.js';

/**
 * The project's load program openclose: N processes open and close files, as will-it-scale's open1 and open2 do. An
 * operation is one open and one close; `status` is the exit statuses of its processes or-ed together, not a number
 * of errors.
 *
 *     `proc 0: 34020 ops/s`
 *     `openclose mode=own nproc=8 cpus=8 secs=8.01 total_ops=2200892 ops_per_sec=274704 status=0`
 */
const OPENCLOSE: SummaryProgram = {
  tool: 'openclose',
  beginning: 'openclose mode=',
  summary:
    /^openclose mode=\w+ nproc=(?<tasks>\d+) cpus=(?<cpus>\d+) secs=(?<secs>\d+\.\d+) total_ops=(?<ops>\d+) ops_per_sec=(?<rate>\d+) status=(?<status>\d+)$/,
  part: /^proc \d+: \d+ ops\/s$/,
  run: (figure) => ({
    requestsPerSec: figure('rate'),
    requests: figure('ops'),
    errors: figure('status') === 0 ? 0 : null,
    durationS: figure('secs'),
    tasks: figure('tasks') || null,
  }),
  failure: (figure) =>
    figure('status') === 0 ? null : `a process of openclose failed (status=${figure('status')})`,
};

/**
 * The project's load program labelmix: processes change profile and open files, so that compound labels come and go.
 * An operation is one file opened.
 *
 *     `labelmix nproc=8 cpus=8 secs=6.01 rounds=2381 (x32 files) files_per_sec=12671 errors=0`
 */
const LABELMIX: SummaryProgram = {
  tool: 'labelmix',
  beginning: 'labelmix nproc=',
  summary:
    /^labelmix nproc=(?<tasks>\d+) cpus=(?<cpus>\d+) secs=(?<secs>\d+\.\d+) rounds=(?<rounds>\d+) \(x(?<files>\d+) files\) files_per_sec=(?<rate>\d+) errors=(?<errors>\d+)$/,
  part: null,
  run: (figure) => ({
    requestsPerSec: figure('rate'),
    requests: figure('rounds') * figure('files'),
    errors: figure('errors'),
    durationS: figure('secs'),
    tasks: figure('tasks') || null,
  }),
  failure: () => null,
};

/**
 * The project's load program httpn: a stated number of HTTP requests, for counting calls per request.
 *
 *     `httpn requests=1000 ok=1000 mode=keep`
 */
const HTTPN: SummaryProgram = {
  tool: 'httpn',
  beginning: 'httpn requests=',
  summary: /^httpn requests=(?<requests>\d+) ok=(?<ok>\d+) mode=\w+$/,
  part: null,
  run: (figure) => ({ requests: figure('requests'), errors: figure('requests') - figure('ok') }),
  failure: () => null,
};

export const opencloseFormat: Format = summaryLineFormat(OPENCLOSE);
export const labelmixFormat: Format = summaryLineFormat(LABELMIX);
export const httpnFormat: Format = summaryLineFormat(HTTPN);
