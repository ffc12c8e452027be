/** A version of a plan; amounts in fen. */
export interface PlanVersion {
  readonly code: string;
  readonly version: number;
  readonly carrierCode: string;
  readonly name: string;
  readonly monthlyFeeFen: number;
  readonly minAge: number;
  readonly maxAge: number;
  readonly maxCards: number;
  readonly cooldownDays: number;
  readonly bannedProvinces: readonly string[];
  readonly onSale: boolean;
  /** Business time from which it is in force. */
  readonly publishedAt: string;
}

export interface PolicyVersion {
  readonly kind: string;
  readonly version: number;
  /** Of the shape of `body`; readers upcast older ones. */
  readonly schemaVersion: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly publishedAt: string;
}

/** Working days of a country from one day to another, both included. */
export interface CalendarVersion {
  readonly code: string;
  readonly version: number;
  readonly from: string;
  readonly to: string;
  /** The last day that was announced; later ones follow a rule. */
  readonly announcedTo: string;
  /** Mondays to Fridays off, and Saturdays and Sundays on. */
  readonly holidays: readonly string[];
  readonly workdays: readonly string[];
  /** Whose announcement it is. */
  readonly source: string;
  readonly publishedAt: string;
}

/** Writes the catalogue. Everything is added once: what is there already stays as it is, and versions never change. */
export interface CatalogueDeskPort {
  addCarrier: (carrier: { code: string; name: string; adapter: string }) => Promise<void>;
  addCity: (city: { code: string; name: string; province: string }) => Promise<void>;
  addChannel: (channel: { code: string; name: string }) => Promise<void>;
  /** A parent is added before its children; at most two levels. */
  addAgent: (agent: { code: string; name: string; parentCode: string | null }) => Promise<void>;
  publishPlan: (plan: PlanVersion) => Promise<void>;
  publishPolicy: (policy: PolicyVersion) => Promise<void>;
  publishCalendar: (calendar: CalendarVersion) => Promise<void>;
}
