import { partyId } from '../../../domain/brand';
import { maskAddress, maskIdNumber, maskName, maskPhone } from '../../../domain/masks';
import { KeyDestroyed, type SealingPort } from '../../../domain/ports/sealing';
import { contactContext, identityContext, type Contact, type Identity } from '../../../domain/use-cases/party';

/** What stands for a person who was erased. */
export const ERASED = '—';

export interface SealedParty {
  readonly party: string;
  readonly sealed_identity: Buffer | null;
  readonly sealed_contact: Buffer | null;
}

/** Opens a sealed JSON value; null once it was erased. Broken seals are errors, not erasures. */
async function opened(sealing: SealingPort, sealed: Buffer | null, context: string): Promise<unknown> {
  if (sealed === null) return null;
  try {
    return JSON.parse(Buffer.from(await sealing.open(sealed, context)).toString('utf8')) as unknown;
  } catch (error) {
    if (error instanceof KeyDestroyed) return null;
    throw error;
  }
}

/** Masked holders for lists and pages: but for `clear`, the clear values end here. */
export function maskedHolders(sealing: SealingPort) {
  const identityOf = async (sealed: SealedParty): Promise<Identity | null> =>
    (await opened(sealing, sealed.sealed_identity, identityContext(partyId(sealed.party)))) as Identity | null;
  const contactOf = async (sealed: SealedParty): Promise<Contact | null> =>
    (await opened(sealing, sealed.sealed_contact, contactContext(partyId(sealed.party)))) as Contact | null;

  return {
    name: async (sealed: SealedParty): Promise<string> => {
      const identity = await identityOf(sealed);
      return identity === null ? ERASED : maskName(identity.name);
    },
    phone: async (sealed: SealedParty): Promise<string> => {
      const contact = await contactOf(sealed);
      return contact === null ? ERASED : maskPhone(contact.phone);
    },
    /** Not masked: for a look that is on record already. Null once the person was erased. */
    clear: async (sealed: SealedParty) => {
      const [identity, contact] = await Promise.all([identityOf(sealed), contactOf(sealed)]);
      if (identity === null || contact === null) return null;
      return {
        name: identity.name,
        idNumber: identity.idNumber,
        phone: contact.phone,
        address: addressOf(contact),
      };
    },
    all: async (sealed: SealedParty) => {
      const [identity, contact] = await Promise.all([identityOf(sealed), contactOf(sealed)]);
      return {
        name: identity === null ? ERASED : maskName(identity.name),
        idNumber: identity === null ? ERASED : maskIdNumber(identity.idNumber),
        phone: contact === null ? ERASED : maskPhone(contact.phone),
        address: contact === null ? ERASED : maskAddress(addressOf(contact)),
      };
    },
  };
}

const addressOf = ({ delivery: { province, city, district, address } }: Contact): string =>
  `${province}${city === province ? '' : city}${district}${address}`;
