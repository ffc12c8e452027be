// node leash.mjs SIGNAL COMMAND ARGUMENT…
//
// Runs a server that knows nothing of us (PostgreSQL, Temporal) and ends it when our standard input closes, which is what
// happens when the supervisor dies, however it dies. SIGNAL is what the server takes as "stop now, but cleanly".
// Over the IPC channel it tells the server's own pid, so that the supervisor can write it down.
import { spawn } from 'node:child_process';

const GRACE_MS = 10_000;
const [signal, command, ...args] = process.argv.slice(2);

const server = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], detached: true });
server.once('error', (error) => {
  process.stderr.write(`${command}: ${error.message}\n`);
  process.exit(127);
});
server.once('exit', (code, by) => process.exit(code ?? (by ? 128 : 1)));
if (server.pid) process.send?.({ pid: server.pid });

let ending = false;
function endServer() {
  if (ending) return;
  ending = true;
  server.kill(signal);
  setTimeout(() => server.kill('SIGKILL'), GRACE_MS).unref();
}

process.stdin.resume();
process.stdin.once('end', endServer);
process.stdin.once('error', endServer);
process.on('disconnect', endServer);
for (const own of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(own, endServer);
