import type { Dice } from '../../scripts/demo/dice';
import { expectStatus, type World } from '../../scripts/demo/world';
import { encodings, type Needle } from '../support/needles';

/** Somebody of the sandbox with everything that must not be found where her order has passed. */
export interface Traveller {
  readonly personId: string;
  readonly name: string;
  readonly idNumber: string;
  readonly phone: string;
  readonly delivery: { readonly address: string };
  /** As printed on the card. */
  readonly address: string;
}

/** A name of at least four characters, so that each of its encodings has eight bytes that chance does not find. */
export async function traveller(world: World, draws: Dice): Promise<Traveller> {
  const wish = {
    kind: 'long-name',
    seed: String(draws.below('person', 1_000_000)),
    k: draws.below('variant', 1_000),
    images: false,
  };
  return expectStatus(await world.call<Traveller>(`${world.sandbox}/people`, wish), 200, 'draw a long name');
}

/**
 * All that names her, in all encodings. Of a name with a dot its parts as well, where they are long enough: readers and
 * carriers write the dot in several ways.
 */
export function needlesOf(who: Traveller, label: string): Needle[] {
  const parts = who.name.split('·').filter((part) => part.length >= 4 && part !== who.name);
  return [
    ...encodings(who.name, `${label}, name`),
    ...parts.flatMap((part) => encodings(part, `${label}, part of the name`)),
    ...encodings(who.idNumber, `${label}, ID number`),
    ...encodings(who.idNumber.slice(0, 17), `${label}, ID number without check digit`),
    ...encodings(who.phone, `${label}, phone`),
    ...encodings(who.delivery.address, `${label}, delivery address`),
    ...encodings(who.address, `${label}, printed address`),
  ];
}
