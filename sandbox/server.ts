import { buildSandbox } from './app';
import { parseSettings } from './settings';

/** Starts the partners. Ends when told to, and when the pipe to the parent closes. */
async function main(): Promise<void> {
  const settings = parseSettings(process.env);
  // A partner that cannot write its book must not go on from memory: the supervisor starts it again from the disk.
  const sandbox = await buildSandbox(settings, () => process.exit(1));
  let closing = false;
  const stop = (): void => {
    if (closing) return;
    closing = true;
    sandbox.close().then(
      () => process.exit(0),
      (error: unknown) => {
        sandbox.app.log.fatal({ err: error }, 'the sandbox could not close its books');
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  if (settings.parentPipe) process.stdin.once('close', stop).once('end', stop).resume();

  const url = await sandbox.start();
  sandbox.app.log.info({ url }, 'ready');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
