import { upperMd5 } from '../../adapters/courier/kuaidi100';
import { kuaidi100Pushes } from '../../adapters/courier/kuaidi100-pushes';

const SALT = 'salt';

/** A push as the courier signs it, with one line in its trace. */
function read(line: Readonly<Record<string, unknown>>) {
  const param = JSON.stringify({
    thirdOrderId: '00000000000101D01',
    lastResult: { com: 'shunfeng', nu: 'SF1234567', state: '0', data: [line] },
  });
  const form = new URLSearchParams({ param, sign: upperMd5(param + SALT) });
  return kuaidi100Pushes({ salt: SALT }).read(Buffer.from(form.toString()));
}

describe('a push of the courier', () => {
  it('is told in universal time', () => {
    expect(read({ time: '2026-03-02 07:30:05', statusCode: '101', areaName: '广东,深圳市' }).events).toEqual([
      { code: '101', at: '2026-03-01T23:30:05.000Z', area: '广东,深圳市' },
    ]);
  });

  it.each(['9999-99-99 00:00:00', '2026-02-30 00:00:00', '2026-03-02 24:00:00', '2026-03-02 23:59:60'])(
    'is refused with a time that no calendar knows: %s',
    (time) => {
      expect(() => read({ time, statusCode: '101' })).toThrow(
        expect.objectContaining({ code: 'BodyInvalid' }) as Error,
      );
    },
  );

  it('is refused with a state that no column can hold', () => {
    expect(() => read({ time: '2026-03-02 07:30:05', statusCode: '1\u000001' })).toThrow(/BodyInvalid/);
  });

  it('keeps of an area what a column can hold', () => {
    const [event] = read({
      time: '2026-03-02 07:30:05',
      statusCode: '101',
      areaName: '广\u0000东\ud800' + '😀'.repeat(50),
    }).events;

    expect(event?.area).toBe('广东' + '😀'.repeat(38));
  });
});
