import { Connection } from '@temporalio/client';

/** The store that Temporal keeps its data in, as it says itself: `postgres12`, `sqlite`, `memory`. */
export async function temporalPersistence(address: string): Promise<string> {
  const connection = await Connection.connect({ address });
  try {
    const { persistenceStore } = await connection.workflowService.getClusterInfo({});
    return persistenceStore;
  } finally {
    await connection.close();
  }
}
