-- Data keys of parties and of uploads that came before their party, wrapped under a key-encryption key of the secrets
-- file. This database has backups of its own, kept short: whoever holds an old one can undo an erasure.
CREATE TABLE party_keys (
  party_id     TEXT PRIMARY KEY,
  -- New keys get a new id, so that data sealed with lost ones is told apart from data that was tampered with.
  key_id       BYTEA NOT NULL CHECK (octet_length(key_id) = 8),
  epoch        INTEGER NOT NULL,
  -- One wrapped key a retention class; null once it was destroyed.
  identity     BYTEA,
  images       BYTEA,
  biometrics   BYTEA,
  contact      BYTEA,
  created_at   TIMESTAMPTZ NOT NULL,
  -- When a key was last handed out for sealing; the sweeper leaves the last hour alone.
  used_at      TIMESTAMPTZ NOT NULL,
  -- True once the sweeper saw the main database name this owner, so that it is not asked about again.
  known_used   BOOLEAN NOT NULL DEFAULT FALSE,
  destroyed_at TIMESTAMPTZ
);

CREATE INDEX party_keys_to_sweep ON party_keys (party_id) WHERE NOT known_used AND destroyed_at IS NULL;
CREATE INDEX party_keys_by_epoch ON party_keys (epoch);
