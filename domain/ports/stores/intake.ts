import type { PurchaseId, UserId } from '../../brand';
import type { RefusalReason } from '../use-cases';
import type { Json, Row } from './row';

/** `bodyHash` is a keyed digest of the command (`BlindIndexPort`, kind `command`), never one that can be tried. */
export interface IntakeStore {
  /** Serialises everything that is said about one reference until the transaction ends. */
  lockReference: (channel: string, externalRef: string) => Promise<void>;
  /** Lets one command after the other be judged for the same holder: limits count what the other one took. */
  lockHolder: (digest: string) => Promise<void>;
  find: (
    channel: string,
    externalRef: string,
  ) => Promise<{ readonly bodyHash: string; readonly purchaseRow: Row; readonly purchaseId: PurchaseId } | null>;
  bind: (channel: string, externalRef: string, bodyHash: string, purchaseRow: Row) => Promise<void>;
  refused: (channel: string, externalRef: string, bodyHash: string, reasons: readonly RefusalReason[]) => Promise<void>;
  conflict: (input: {
    kind: string;
    channel: string | null;
    externalRef: string | null;
    purchaseRow: Row | null;
    orderRow: Row | null;
    detail: Json;
  }) => Promise<void>;
  /** Closes the open cases of this kind about an order, with what settled them: somebody's decision, or null for the engine. */
  settleConflict: (orderRow: Row, kind: string, by: UserId | null, code: string) => Promise<void>;
}
