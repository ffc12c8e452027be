import { Book } from '../book';
import type { ComparableRow } from '../difference';

/** What the bank is asked to pay. Payees are known to it by the code in their contract. */
export interface TransferOrder {
  readonly reference: string;
  readonly payee: string;
  readonly amountFen: number;
  readonly purpose: string;
}

export interface Transfer extends TransferOrder {
  readonly transferNo: string;
  /** Business time, ISO. */
  readonly at: string;
}

type BankRow =
  | { readonly t: 'paid'; readonly transfer: Transfer }
  | { readonly t: 'refused'; readonly order: TransferOrder; readonly text: string; readonly at: string };

/** The bank with its own append-only book. A reference pays once; what was refused stays refused. */
export class Bank {
  private readonly paid = new Map<string, Transfer>();
  private readonly refusals = new Map<string, TransferOrder & { readonly text: string }>();

  private constructor(private readonly book: Book<BankRow>) {
    for (const row of book.rows) this.apply(row);
  }

  static async open(path: string): Promise<Bank> {
    return new Bank(await Book.open<BankRow>(path));
  }

  /** Pays once per reference and answers a repeat as the first time; another order under it is a conflict. */
  async transfer(order: TransferOrder, at: string): Promise<Transfer | { readonly refused: string } | 'conflict'> {
    const known = this.paid.get(order.reference) ?? this.refusals.get(order.reference);
    if (known && (known.payee !== order.payee || known.amountFen !== order.amountFen)) return 'conflict';
    if (known) {
      await this.book.synced();
      return 'text' in known ? { refused: known.text } : known;
    }
    const { reference, payee, amountFen, purpose } = order;
    const transferNo = `B${String(this.paid.size + 1).padStart(10, '0')}`;
    const transfer = { reference, payee, amountFen, purpose, transferNo, at };
    await this.write({ t: 'paid', transfer });
    return transfer;
  }

  async refuse(order: TransferOrder, text: string, at: string): Promise<{ readonly refused: string }> {
    await this.write({ t: 'refused', order, text, at });
    return { refused: text };
  }

  find(reference: string): Transfer | undefined {
    return this.paid.get(reference);
  }

  /** The bank's list for comparing books, oldest first: what it was asked for and what it did. */
  rows(): ComparableRow[] {
    const row = (order: TransferOrder, status: string, number: string): ComparableRow => ({
      reference: order.reference,
      status,
      number,
      amountFen: order.amountFen,
    });
    return [
      ...[...this.paid.values()].map((transfer) => row(transfer, '已入账', transfer.transferNo)),
      ...[...this.refusals.values()].map((order) => row(order, '已退回', '')),
    ];
  }

  async close(): Promise<void> {
    await this.book.close();
  }

  private async write(row: BankRow): Promise<void> {
    this.apply(row);
    this.book.append(row);
    await this.book.synced();
  }

  private apply(row: BankRow): void {
    if (row.t === 'paid') this.paid.set(row.transfer.reference, row.transfer);
    else this.refusals.set(row.order.reference, { ...row.order, text: row.text });
  }
}
