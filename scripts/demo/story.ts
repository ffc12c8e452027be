import { fault, type PlantedFault } from './actions';
import type { Dice } from './dice';
import type { World } from './world';

export interface Outcome {
  readonly expected: string;
  readonly actual: string;
}

export interface Story {
  readonly name: string;
  /** Takes weeks of business time: told side by side with the other long ones, so that all share the same weeks. */
  readonly isLong?: boolean;
  readonly tell: (world: World, dice: Dice) => Promise<Outcome>;
}

/** Plan and pool, drawn for every order that reaches the carrier. */
export function route(dice: Dice): { planCode: string; city: string } {
  return { planCode: dice.pick('planCode', ['XL29', 'XL59']), city: dice.pick('city', ['0755', '0571']) };
}

/** How the carrier's callbacks go astray; null where they do not. */
export async function callbackWeather(world: World, dice: Dice, planCode: string): Promise<PlantedFault | null> {
  const weather = dice.pick('weather', ['calm', 'answer-twice', 'answer-late', 'out-of-order']);
  if (weather === 'calm') return null;
  const match = { command: 'callback', planCode };
  return fault(world, {
    partner: 'carrier',
    match,
    effect: weather,
    ...(weather === 'answer-late' ? { delayMs: dice.between('lateSeconds', 60, 7_200) * 1_000 } : {}),
  });
}
