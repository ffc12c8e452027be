import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Sheet {
  readonly sheet_id: string;
  readonly msisdn: string;
  st: string;
  live_ts: number | null;
}

type Fields = Readonly<Record<string, string>>;
interface Reply {
  readonly ret: number;
  readonly msg?: string;
  readonly data?: unknown;
}

const no = (msg: string): Reply => ({ ret: 30_001, msg });

/** 海讯's side of the wire, written from its interface and not from our adapter; it keeps a book of its own. */
export async function haixunTwin(account: { dealer: string; key: string }) {
  const lots = new Map<string, readonly string[]>();
  const locks = new Map<string, string>();
  const sheets = new Map<string, Sheet>();
  let next = 17_000_000_000;

  const actions: Readonly<Record<string, (fields: Fields) => Reply>> = {
    segment({ ref_no = '', qty }) {
      const lot = lots.get(ref_no) ?? Array.from({ length: Number(qty) }, () => String((next += 1)));
      lots.set(ref_no, lot);
      return { ret: 0, data: { lot: `L-${ref_no}`, msisdns: lot } };
    },
    lock({ ref_no = '', msisdn = '' }) {
      if ((locks.get(msisdn) ?? ref_no) !== ref_no) return no('号码已被占用');
      locks.set(msisdn, ref_no);
      return { ret: 0 };
    },
    unlock({ ref_no = '', msisdn = '' }) {
      if (locks.get(msisdn) === ref_no) locks.delete(msisdn);
      return { ret: 0 };
    },
    apply({ ref_no = '', lock_ref, msisdn = '', fee_yuan = '' }) {
      if (!/^\d+\.\d\d$/.test(fee_yuan)) return { ret: 10_001, msg: 'fee_yuan' };
      if (locks.get(msisdn) !== lock_ref) return no('号码已被占用');
      const sheet = sheets.get(ref_no) ?? { sheet_id: `HX${ref_no}`, msisdn, st: 'W', live_ts: null };
      sheets.set(ref_no, sheet);
      return { ret: 0, data: { sheet_id: sheet.sheet_id } };
    },
    look({ ref_no = '' }) {
      const sheet = sheets.get(ref_no);
      return sheet ? { ret: 0, data: sheet } : { ret: 20_404, msg: 'no such sheet' };
    },
    void({ ref_no = '' }) {
      const sheet = sheets.get(ref_no);
      if (!sheet) return no('无此工单');
      if (sheet.st === 'J') return no('已激活,不可退单');
      sheet.st = 'C';
      return { ret: 0 };
    },
  };

  function reply(fields: Fields): Reply {
    const { sign, ...rest } = fields;
    const text = Object.entries(rest)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => `${name}=${value}`)
      .join('&');
    const expected = createHash('md5').update(`${text}&key=${account.key}`).digest('hex').toUpperCase();
    if (sign !== expected || rest['dealer'] !== account.dealer) return { ret: 10_003, msg: 'sign' };
    return actions[rest['action'] ?? '']?.(rest) ?? { ret: 10_002, msg: 'action' };
  }

  const server = createServer((request, response) => {
    void read(request).then((body) => {
      const said = reply(Object.fromEntries(new URLSearchParams(body)));
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(said));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    booked: () => [...sheets.keys()],
    move(from: string, to: string, at: Date | null = null) {
      for (const sheet of sheets.values()) {
        if (sheet.st !== from) continue;
        sheet.st = to;
        sheet.live_ts = at && Math.floor(at.getTime() / 1000);
      }
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
