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
  policy: (kind: string) => Promise<{ readonly version: number; readonly body: Json } | null>;
}
