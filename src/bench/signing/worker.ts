import { parentPort } from 'node:worker_threads';
import { carryOut, type Job } from './jobs.ts';

/** The other thread: takes one job at a time, and answers each. */
parentPort?.on('message', (job: Job) => parentPort?.postMessage(carryOut(job)));
