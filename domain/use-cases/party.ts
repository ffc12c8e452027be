import type { PartyId } from '../brand';
import { NAME_SEPARATOR } from '../person-name';
import { KeyDestroyed, type SealingPort } from '../ports/sealing';
import type { Tx } from '../ports/unit-of-work';

/** The sealing contexts of a party's columns: a sealed value moved to another place does not open. */
export const identityContext = (id: PartyId): string => `party/${id}/identity`;
export const contactContext = (id: PartyId): string => `party/${id}/contact`;

export interface Identity {
  readonly name: string;
  readonly idNumber: string;
}

export interface Contact {
  readonly phone: string;
  readonly delivery: {
    readonly province: string;
    readonly city: string;
    readonly district: string;
    readonly address: string;
  };
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** Name and number as declared. Throws `KeyDestroyed` once the person was erased. */
export async function openIdentity(tx: Tx, sealing: SealingPort, id: PartyId): Promise<Identity> {
  const { identity } = await tx.parties.sealed(id);
  if (!identity) throw new Error(`party ${id} has no identity`);
  return JSON.parse(text(await sealing.open(identity, identityContext(id)))) as Identity;
}

/** Every word by which a text could name the party; none once the person was erased. */
export async function wordsOf(tx: Tx, sealing: SealingPort, id: PartyId): Promise<readonly string[]> {
  try {
    return peopleIn({ ...(await openIdentity(tx, sealing, id)), ...(await openContact(tx, sealing, id)) });
  } catch (error) {
    if (error instanceof KeyDestroyed) return [];
    throw error;
  }
}

export const peopleIn = ({ name, idNumber, phone, delivery }: Identity & Contact): readonly string[] => [
  name,
  // Partners write the dot between the parts of a name in several ways.
  ...name.split(NAME_SEPARATOR),
  idNumber,
  phone,
  delivery.address,
];

export async function openContact(tx: Tx, sealing: SealingPort, id: PartyId): Promise<Contact> {
  const { contact } = await tx.parties.sealed(id);
  if (!contact) throw new Error(`party ${id} has no contact`);
  return JSON.parse(text(await sealing.open(contact, contactContext(id)))) as Contact;
}
