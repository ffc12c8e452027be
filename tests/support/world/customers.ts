import { deliveredBy } from './parcels';
import type { World } from './world';

/**
 * Everybody does what is hoped for, at once: the carrier opens what it is sent, the parcel is handed to its customer
 * while it is being dispatched, and the customer activates and the carrier tells. No callback tells of the opening.
 */
export function everythingArrives(world: World): void {
  opensAtOnce(world);
  world.courier.onDispatch = async (reference) => {
    await deliveredBy(world, reference, '301');
    await activates(world, await submitOf(world, reference));
  };
}

/** The carrier opens what it is sent, and nothing tells of it. */
export function opensAtOnce(world: World): void {
  world.carrier.onSubmit = (reference) => {
    world.carrier.move(reference, '已开户');
  };
}

/** Partners forget what they were told to do; their books stay. */
export function partnersForget(world: World): void {
  world.carrier.silent = false;
  world.carrier.onSubmit = null;
  world.courier.down = false;
  world.courier.onDispatch = null;
}

/** The customer puts the card into a phone: the carrier knows it, and tells. */
export async function activates(world: World, submitReference: string): Promise<void> {
  world.carrier.activate(submitReference, world.clock.now());
  await world.hint(submitReference, '已激活');
}

/** The opening at the carrier of the order whose card a parcel carries. */
async function submitOf(world: World, dispatchReference: string): Promise<string> {
  const found = await world.pool.query<{ reference: string }>(
    `select s.reference from partner_calls s join partner_calls d on d.order_id = s.order_id
     where d.reference = $1 and s.command = 'submit' order by s.id desc limit 1`,
    [dispatchReference],
  );
  const reference = found.rows[0]?.reference;
  if (reference === undefined) throw new Error(`${dispatchReference} carries no card`);
  return reference;
}
