import { call } from './processes';

const summary = (child: string, record: Record<string, unknown>): string | null =>
  call('supervisor/summary.mjs', 'summaryLine', [child, record]).value as string | null;

describe('the summary on the console', () => {
  it('has time, child, level, message and the ids of a decision on one line', () => {
    const line = summary('api', { level: 30, msg: 'order accepted\nmore', orderId: 'ord_1', pid: 7, hostname: 'h' });

    expect(line).toMatch(/^\d\d:\d\d:\d\d api {11}info {2}order accepted orderId=ord_1$/);
  });

  it.each([
    ['a request that was answered', 'api', { level: 30, msg: 'answered', route: '/healthz', statusCode: 200 }],
    ['a warning of the database', 'postgres', { level: 50, msg: 'FATAL: the database system is starting up' }],
    ['the chatter of the SDK', 'worker-kyc', { level: 40, msg: 'No workflows registered', sdkComponent: 'worker' }],
    ['a line of a stack trace', 'sandbox', { level: 20, msg: '    at Object.<anonymous>' }],
  ])('leaves %s to the log file', (_what, child, record) => {
    expect(summary(child, record)).toBeNull();
  });

  it.each([
    ['a request that failed', 'api', { level: 50, msg: 'answered', route: '/v1/orders', statusCode: 500 }],
    ['the panic of the database', 'postgres', { level: 60, msg: 'PANIC: could not write' }],
    ['the death of a child', 'temporal', { level: 40, msg: 'ended, starting again in 0.5 s', how: 'SIGKILL' }],
  ])('shows %s', (_what, child, record) => {
    expect(summary(child, record)).toContain(record.msg);
  });

  it('names the cause of an error, first line only', () => {
    expect(summary('api', { level: 50, msg: 'failed', err: { message: 'no answer\n at …' } })).toMatch(
      /failed \(no answer\)$/,
    );
  });
});
