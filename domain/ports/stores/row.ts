/** Inside row key; never leaves the process. */
export type Row = number;

/** A JSON object of ours in a jsonb column: no personal data. */
export type Json = Readonly<Record<string, unknown>>;
