import http2 from 'node:http2';
import path from 'node:path';

/**
 * The development server keeps an hour of workflows and events in memory, closed ones too, so that it grows with every
 * order. Those in flight fit into these bounds, the rest is read from the file where it is wanted.
 */
const BOUNDED_CACHES = {
  'history.hostLevelCacheMaxSize': 128,
  'history.eventsHostLevelCacheMaxSizeBytes': 4 * 1024 * 1024,
};

/**
 * The command line of Temporal's development server on a database file. WAL with NORMAL survives a kill -9 of the server
 * and costs half of what the default journal costs. Every port is named: one that is not named becomes a random high one.
 */
export function temporalCommand({ cli, dbFile, ports, searchAttributes = {}, dynamicConfig = {} }) {
  const args = ['server', 'start-dev', '--ip', '127.0.0.1', '--port', ports.grpc, '--http-port', ports.http];
  args.push('--metrics-port', ports.metrics, '--db-filename', path.resolve(dbFile));
  args.push('--log-level', 'warn', '--log-format', 'json');
  args.push(...(ports.ui ? ['--ui-port', ports.ui] : ['--headless']));
  args.push('--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=NORMAL');
  for (const [name, type] of Object.entries(searchAttributes)) args.push('--search-attribute', `${name}=${type}`);
  for (const [key, value] of Object.entries({ ...BOUNDED_CACHES, ...dynamicConfig })) {
    args.push('--dynamic-config-value', `${key}=${JSON.stringify(value)}`);
  }
  return [cli, ...args.map(String)];
}

/** Whether a Temporal frontend at the address knows the namespace, asked by one plain gRPC call. */
export async function temporalAnswers(address, namespace = 'default') {
  const name = Buffer.from(namespace);
  const request = Buffer.concat([Buffer.from([0x0a, name.length]), name]); // DescribeNamespaceRequest { namespace = 1 }
  const method = '/temporal.api.workflowservice.v1.WorkflowService/DescribeNamespace';
  return (await grpcStatus(address, method, request).catch(() => -1)) === 0;
}

function grpcStatus(address, method, message, timeoutMs = 2000) {
  return new Promise((resolve, reject) => {
    const session = http2.connect(`http://${address}`);
    const settle = (how, value) => {
      clearTimeout(timer);
      session.destroy();
      how(value);
    };
    const timer = setTimeout(() => settle(reject, new Error('no answer in time')), timeoutMs);
    session.on('error', (error) => settle(reject, error));
    const headers = { ':method': 'POST', ':path': method, 'content-type': 'application/grpc', te: 'trailers' };
    const stream = session.request(headers);
    let status;
    const read = (answer) => {
      if (answer['grpc-status'] !== undefined) status = Number(answer['grpc-status']);
    };
    stream.on('response', read).on('trailers', read);
    stream.on('error', (error) => settle(reject, error)).resume();
    stream.on('end', () => settle(resolve, status));
    const frame = Buffer.alloc(5); // No compression, then the length.
    frame.writeUInt32BE(message.length, 1);
    stream.end(Buffer.concat([frame, message]));
  });
}
