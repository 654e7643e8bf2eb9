import { parentPort } from 'node:worker_threads';
import { type RoundTask, runRound } from './atomic-loops.js';

/** A thread of `refscope calibrate`: does what it is asked, and answers with when it did. */
parentPort?.on('message', (task: RoundTask) => parentPort?.postMessage(runRound(task)));
