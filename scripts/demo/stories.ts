import { ACTIVATION } from './stories/activation';
import { CARRIER } from './stories/carrier';
import { IDENTITY } from './stories/identity';
import { INTAKE } from './stories/intake';
import { MONEY } from './stories/money';
import { PARCELS } from './stories/parcels';
import { TICKETS } from './stories/tickets';
import type { Story } from './story';

export const STORIES: readonly Story[] = [
  ...INTAKE,
  ...IDENTITY,
  ...CARRIER,
  ...PARCELS,
  ...ACTIVATION,
  ...MONEY,
  ...TICKETS,
];
