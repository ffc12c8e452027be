import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Failure, Skeleton, Stale } from './states';

interface ListCardProps<Row> {
  readonly title: string;
  readonly list: UseQueryResult<{ readonly rows: readonly Row[] }>;
  /** Of the skeleton, about as many as are going to come. */
  readonly lines?: number;
  /** Stands where there is no row. */
  readonly empty: ReactNode;
  readonly children: (rows: readonly Row[]) => ReactNode;
}

/** The rows of a list, or what stands in their place; rows that may be old stay, and are said to be. */
export function ListCard<Row>({ title, list, lines = 12, empty, children }: ListCardProps<Row>) {
  const { data } = list;
  const again = (): void => void list.refetch();
  return (
    <>
      {list.isError && data !== undefined ? <Stale onRetry={again} /> : null}
      <section className="card" aria-label={title} aria-busy={list.isPlaceholderData}>
        {data !== undefined ? (
          data.rows.length > 0 ? (
            children(data.rows)
          ) : (
            empty
          )
        ) : list.isError ? (
          <Failure error={list.error} onRetry={again} />
        ) : (
          <Skeleton lines={lines} block />
        )}
      </section>
    </>
  );
}
