import type { Client } from 'pg';

/** Tells when orders end, by the database's own news: asking again and again would be part of what is measured. */
export interface OrderEnds {
  /**
   * Resolves to the stage the order ended in, or to `strayed` once it waits for a customer or an officer: a misread card
   * goes there. Rejects after `withinMs`.
   */
  readonly of: (orderId: string, withinMs: number) => Promise<string>;
}

const STRAYED = new Set([
  'awaiting-documents',
  'in-review',
  'awaiting-number',
  'carrier-down',
  'courier-down',
  'activation-held',
  'parked',
]);

export async function watchOrderEnds(database: Client): Promise<OrderEnds> {
  const waiting = new Map<string, () => void>();
  database.on('notification', ({ payload }) => {
    const { kind, id } = JSON.parse(payload ?? '{}') as { kind?: string; id?: string };
    if (kind === 'order' && id !== undefined) waiting.get(id)?.();
  });
  await database.query('listen cardflow_changed');

  async function endedAs(orderId: string): Promise<string | null> {
    const { rows } = await database.query<{ stage: string; status: string }>(
      'select stage, status from orders where public_id = $1',
      [orderId],
    );
    const [order] = rows;
    if (order && STRAYED.has(order.status)) return 'strayed';
    return order?.status === 'ended' ? order.stage : null;
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
