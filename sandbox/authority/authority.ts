import { Book } from '../book';

/** Answers of the identity authority (实人 codes of the trade). */
export const AUTHORITY_TEXTS: Readonly<Record<string, string>> = {
  '200': '一致',
  '201': '姓名与身份证号不一致',
  '202': '库中无此号',
  '203': '库中无照片',
  '204': '人像不一致',
  '205': '存在活体攻击风险',
  '206': '业务策略限制',
  '417': '数据源不可用',
  '418': '今日查询次数过多',
  '427': '风险策略拒绝',
};

interface VerifyRow {
  readonly requestId: string;
  readonly code: string;
  readonly name: string;
  readonly idNumber: string;
  readonly at: string;
}

/** Who exists: name by ID number. */
export type Registry = (idNumber: string) => string | undefined;

/** The register of persons, asked with a name and a number. The same request is answered the same for ever. */
export class Authority {
  private readonly byRequest = new Map<string, VerifyRow>();

  private constructor(
    private readonly book: Book<VerifyRow>,
    private readonly registry: Registry,
  ) {
    for (const row of book.rows) this.byRequest.set(row.requestId, row);
  }

  static async open(path: string, registry: Registry): Promise<Authority> {
    return new Authority(await Book.open<VerifyRow>(path), registry);
  }

  /** `conflict` when the request id was used for another person. */
  async verify(
    request: { requestId: string; name: string; idNumber: string },
    at: string,
    forced: string | undefined,
  ): Promise<{ readonly code: string } | 'conflict'> {
    const known = this.byRequest.get(request.requestId);
    if (known && (known.name !== request.name || known.idNumber !== request.idNumber)) return 'conflict';
    const { requestId, name, idNumber } = request;
    const code = known?.code ?? forced ?? this.judge(name, idNumber);
    if (!known) {
      const row = { requestId, code, name, idNumber, at };
      this.byRequest.set(requestId, row);
      this.book.append(row);
    }
    await this.book.synced();
    return { code };
  }

  rows(): { reference: string; status: string }[] {
    return [...this.byRequest.values()].map(({ requestId, code }) => ({ reference: requestId, status: code }));
  }

  async close(): Promise<void> {
    await this.book.close();
  }

  private judge(name: string, idNumber: string): string {
    const registered = this.registry(idNumber);
    if (registered === undefined) return '202';
    return registered === name ? '200' : '201';
  }
}
