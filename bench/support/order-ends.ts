import type { Client } from 'pg';

/** Tells when orders end, by the database's own news: asking again and again would be part of what is measured. */
export interface OrderEnds {
  /** Resolves to the stage the order ended in; rejects after `withinMs`. */
  readonly of: (orderId: string, withinMs: number) => Promise<string>;
}

export async function watchOrderEnds(database: Client): Promise<OrderEnds> {
  const waiting = new Map<string, () => void>();
  database.on('notification', ({ payload }) => {
    const { kind, id } = JSON.parse(payload ?? '{}') as { kind?: string; id?: string };
    if (kind === 'order' && id !== undefined) waiting.get(id)?.();
  });
  await database.query('listen cardflow_changed');

  async function endedAs(orderId: string): Promise<string | null> {
    const { rows } = await database.query<{ stage: string }>(
      'select stage from orders where public_id = $1 and ended_at is not null',
      [orderId],
    );
    return rows[0]?.stage ?? null;
  }

  return {
    of: (orderId, withinMs) =>
      new Promise((resolve, reject) => {
        const settle = (how: () => void): void => {
          clearTimeout(timer);
          waiting.delete(orderId);
          how();
        };
        const timer = setTimeout(() => {
          settle(() => {
            reject(new Error(`order ${orderId} had not ended after ${withinMs} ms`));
          });
        }, withinMs);
        const look = (): void => {
          endedAs(orderId).then(
            (stage) => {
              if (stage !== null)
                settle(() => {
                  resolve(stage);
                });
            },
            (error: unknown) => {
              settle(() => {
                reject(error instanceof Error ? error : new Error('the database did not answer'));
              });
            },
          );
        };
        waiting.set(orderId, look);
        look(); // It may have ended before anybody waited.
      }),
  };
}
