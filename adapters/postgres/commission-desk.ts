import type { Pool } from 'pg';
import type { ClockPort } from '../../domain/ports/clock';
import type { CommissionDeskPort, DecisionCommands, PayoutCommands } from '../../domain/ports/commission-desk';
import { orderCommission } from './read/order-commission';
import { payoutReading } from './read/payouts';
import { statementReading } from './read/statements';
import { waitingReading } from './read/waiting-commission';

/** Finance's desk: reads on PostgreSQL, and the commands that the unit of work carries out. */
export function postgresCommissionDesk(ports: {
  readonly pool: Pool;
  readonly clock: ClockPort;
  readonly commands: PayoutCommands;
  readonly decisions: DecisionCommands;
}): CommissionDeskPort {
  const { pool, clock, commands, decisions } = ports;
  return {
    ofOrder: (order, only) => orderCommission(pool, order, only?.channel ?? null, clock.now()),
    ...waitingReading(pool, () => clock.now()),
    ...statementReading(pool, () => clock.now()),
    ...payoutReading(pool),
    ...commands,
    decisions,
  };
}
