import { availableParallelism, freemem } from 'node:os';
import sharp from 'sharp';
import { Worker } from '@temporalio/worker';
import { kycActivities } from '../activities/kyc.activities';
import { identityReader } from '../adapters/identity-reader/identity-reader';
import { whenToldToStop } from '../adapters/process/told-to-stop';
import { parseConfig } from '../config/config';
import { beNice, buildParts } from './parts';

/** Slots of one process: a core each, at most 4, and a free GiB each, for that is what a thread may grow to. */
const slots = (): number => Math.max(1, Math.min(availableParallelism(), 4, Math.floor(freemem() / 2 ** 30)));

async function main(): Promise<void> {
  const config = parseConfig(process.env);
  beNice();
  const parts = await buildParts(config, 'worker-kyc');
  const threads = slots();
  const reader = identityReader({ modelsDir: config.modelsDir, threads });
  const native = await parts.connect();
  const worker = await Worker.create({
    connection: native,
    namespace: config.temporal.namespace,
    dataConverter: parts.dataConverter,
    taskQueue: 'kyc',
    activities: kycActivities({ ...parts, reader, jpegSize }),
    maxConcurrentActivityTaskExecutions: threads,
    shutdownGraceTime: '5 seconds',
  });
  whenToldToStop(process, config, () => {
    worker.shutdown();
  });
  const running = worker.run();
  parts.logger.info('ready');
  reader.warmUp();
  await running;
  await reader.close();
  await native.close();
  await parts.close();
}

async function jpegSize(bytes: Uint8Array): Promise<{ width: number; height: number }> {
  const { width, height } = await sharp(bytes).metadata();
  return { width, height };
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(
      `${JSON.stringify({ level: 'fatal', msg: error instanceof Error ? error.message : 'failed' })}\n`,
    );
    process.exit(1);
  },
);
