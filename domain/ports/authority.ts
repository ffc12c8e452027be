/** The identity authority: name and number, no photo. Idempotent by request id. */
export interface AuthorityPort {
  verify: (input: { requestId: string; name: string; idNumber: string }) => Promise<
    /** The authority's own code, mapped only by the judgement. */
    { kind: 'answered'; code: string } | { kind: 'down'; why: string }
  >;
}
