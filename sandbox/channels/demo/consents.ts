/**
 * The consents this channel takes in its own shop when it sends pictures along, named by the hashes of the texts it was
 * given when it was connected. A channel that showed older words is refused, as it should be.
 */
export const CONSENTS_TAKEN = [
  { kind: 'service-contract', textHash: '68babc50c2b08514262d7741e64bc67ddc641eff6053dd414daef0f6d1b549ab' },
  { kind: 'sensitive-data', textHash: 'dcf6c7aef692a77adef17695e18209763ee53431c8a83e5bac994d4655898242' },
  { kind: 'face', textHash: 'd753541faeb7f7538281e60a60161ecf1e756984e98d689fa6fef3cbad331b56' },
  { kind: 'carrier', textHash: '31e8631e3e3454f60f3d436d37a456ff667646fcbb802322b42814e65e2307b7' },
] as const;
