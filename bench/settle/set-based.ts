import { closeSettlement, settleBatch } from '../../domain/use-cases/settle';
import { DUE, type LedgerBench } from './ledger';

/** As the product does it; how many accruals were looked at. */
export async function setBased({ work }: LedgerBench): Promise<number> {
  const settle = settleBatch({ work });
  let looked = 0;
  for (;;) {
    const batch = await settle({ day: DUE });
    if (batch.looked === 0) break;
    looked += batch.looked;
  }
  await closeSettlement({ work })({ day: DUE });
  return looked;
}
