import type { Json, Row } from './row';

export interface PlanRecord {
  readonly row: Row;
  readonly code: string;
  readonly version: number;
  readonly carrier: string;
  readonly name: string;
  readonly feeFen: number;
  readonly minAge: number;
  readonly maxAge: number;
  readonly maxCards: number;
  readonly cooldownDays: number;
  readonly bannedProvinces: readonly string[];
  readonly onSale: boolean;
}

export interface CatalogueStore {
  plan: (code: string) => Promise<PlanRecord | null>;
  plansOnSale: () => Promise<readonly PlanRecord[]>;
  cityName: (code: string) => Promise<string | null>;
  agentKnown: (code: string) => Promise<boolean>;
  /** The body of the policy that this purchase was taken in under; null where none was published then. */
  pinnedPolicy: (purchaseRow: Row, kind: string) => Promise<Json | null>;
  policy: (kind: string) => Promise<{ readonly version: number; readonly body: Json } | null>;
}
