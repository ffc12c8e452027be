import { Book } from '../../book';
import type { Look, Part, Severity } from '../../persons/photos';

export type BlobIds = Readonly<Record<Part, string>>;

/** What the channel sells; sent as it stands, plus blob ids. */
export interface OrderBody {
  readonly externalRef: string;
  readonly planCode: string;
  readonly quantity: number;
  readonly city: string;
  readonly holder: { readonly name: string; readonly idNumber: string; readonly phone: string };
  readonly delivery: Readonly<Record<'province' | 'city' | 'district' | 'address', string>>;
  readonly numbers?: readonly string[];
  readonly agentCode?: string;
  readonly consents?: readonly { readonly kind: string; readonly textHash: string }[];
}

/** Which photos go with an order; null sends none, and the customer gets a link. */
export interface PhotoChoice {
  readonly look: Look;
  readonly severity: Severity;
  readonly take: number;
}

export type ChannelRow =
  | {
      readonly t: 'planned';
      readonly body: OrderBody;
      readonly personId: string;
      readonly photos: PhotoChoice | null;
      /** True: sent by the channel itself, again and again until the product has decided. */
      readonly auto: boolean;
      readonly at: string;
    }
  | { readonly t: 'uploaded'; readonly externalRef: string; readonly photosKey: string; readonly images: BlobIds }
  | {
      readonly t: 'told';
      readonly externalRef: string;
      readonly status: number;
      readonly answer: unknown;
      readonly at: string;
    };

export interface Sale {
  readonly externalRef: string;
  readonly body: OrderBody;
  readonly personId: string;
  readonly photos: PhotoChoice | null;
  readonly auto: boolean;
  readonly at: string;
  uploads: { readonly photosKey: string; readonly images: BlobIds } | null;
  /** The last final answer of the product. */
  told: { readonly status: number; readonly answer: unknown; readonly at: string } | null;
}

/** What the channel sold and what it was told. */
export class ChannelBook {
  readonly sales = new Map<string, Sale>();
  /** Sales made by itself so far; names the next one, so that no name comes twice. */
  autoCount = 0;

  private constructor(private readonly book: Book<ChannelRow>) {
    for (const row of book.rows) this.apply(row);
  }

  static async open(path: string): Promise<ChannelBook> {
    return new ChannelBook(await Book.open<ChannelRow>(path));
  }

  async write(row: ChannelRow): Promise<void> {
    this.apply(row);
    this.book.append(row);
    await this.book.synced();
  }

  /** Sales of its own that the product has not decided on yet. */
  undecided(): Sale[] {
    return [...this.sales.values()].filter(({ auto, told }) => auto && !told);
  }

  async close(): Promise<void> {
    await this.book.close();
  }

  private apply(row: ChannelRow): void {
    switch (row.t) {
      case 'planned': {
        const { body, personId, photos, auto, at } = row;
        if (auto) this.autoCount += 1;
        const known = this.sales.get(body.externalRef);
        // The same reference planned again (on purpose, with another content): what was uploaded and told stays.
        const kept = { uploads: known?.uploads ?? null, told: known?.told ?? null };
        this.sales.set(body.externalRef, { externalRef: body.externalRef, body, personId, photos, auto, at, ...kept });
        return;
      }
      case 'uploaded': {
        const sale = this.sales.get(row.externalRef);
        if (sale) sale.uploads = { photosKey: row.photosKey, images: row.images };
        return;
      }
      case 'told': {
        const sale = this.sales.get(row.externalRef);
        if (sale) sale.told = { status: row.status, answer: row.answer, at: row.at };
      }
    }
  }
}
