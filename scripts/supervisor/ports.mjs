import net from 'node:net';

const LOWEST = 20_000;
const HIGHEST = 32_767; // Above lies the range the kernel hands out by itself: a port found free there may be gone a moment later.

const given = new Set();

/** Whether this process could listen on the port of the loopback address right now. */
export function isFree(port) {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** A free port below 32768 that this process has not handed out before. */
export async function freePort() {
  for (let attempt = 0; attempt < 1000; attempt++) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST + 1));
    if (!given.has(port) && (await isFree(port))) {
      given.add(port);
      return port;
    }
  }
  throw new Error('no free port below 32768');
}

/** The wanted port where it is free, another one where it is not. */
export async function portOr(wanted) {
  if (wanted && !given.has(wanted) && (await isFree(wanted))) {
    given.add(wanted);
    return wanted;
  }
  return freePort();
}
