/** The sandbox's partners as far as time travel concerns them. They keep a clock of their own. */
export interface PartnersTimePort {
  /** Throws `PartnerDown` where the sandbox does not answer. */
  quiet: () => Promise<{
    readonly quiet: boolean;
    readonly blockers: readonly string[];
    readonly next: { readonly at: string; readonly what: string } | null;
  }>;
  /** Their clock goes ahead of real time by as much as ours. */
  follow: (offsetMs: number) => Promise<void>;
}
