import { Trouble } from '../setup/trouble.mjs';
import { freePort, isFree, portOr } from './ports.mjs';

const BASE = 22_000;
/** Distance of each port from the base. All stay below 32768, where the kernel does not hand them out to others. */
const OFFSETS = {
  api: 100,
  sandbox: 200,
  postgres: 432,
  temporal: 733,
  temporalUi: 833,
  temporalHttp: 933,
  temporalMetrics: 934,
};

/**
 * The ports of a stack. `wanted` is 'free' (any), or the base to count from. The servers inside move to a free port when
 * theirs is taken; the api does not, because people and channels know its address.
 */
export async function planPorts(wanted = BASE) {
  if (wanted === 'free') {
    const plan = {};
    for (const name of Object.keys(OFFSETS)) plan[name] = await freePort();
    return plan;
  }
  const api = wanted + OFFSETS.api;
  if (api > 65_535 || !(await isFree(api))) {
    throw new Trouble(
      `Port ${api} is used by another program: stop that program, or start with another base, such as --port ${wanted + 1000}.`,
    );
  }
  const plan = { api };
  for (const [name, offset] of Object.entries(OFFSETS)) if (name !== 'api') plan[name] = await portOr(wanted + offset);
  return plan;
}
