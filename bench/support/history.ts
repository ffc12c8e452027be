import { orderWorkflowId } from '../../domain/references';
import { orderId as parseOrderId } from '../../domain/brand';
import type { Stack } from './stack';

/** What an order cost in Temporal, from the server's own books. */
export interface Traces {
  readonly events: number;
  readonly stateTransitions: number;
  /** Event types with how often each came. */
  readonly eventTypes: Readonly<Record<string, number>>;
  /** Activities in their order: remote ones with their queue, local ones as `local`. */
  readonly activities: readonly { readonly activity: string; readonly ran: string }[];
}

const handleOf = ({ temporal }: Stack, orderId: string) =>
  temporal.workflow.getHandle(orderWorkflowId(parseOrderId(orderId), 1));

/** Resolves when the order's workflow has closed, which is a moment after its row says that it ended. */
export async function workflowEnd(stack: Stack, orderId: string): Promise<void> {
  await handleOf(stack, orderId).result();
}

export async function traceOf(stack: Stack, orderId: string): Promise<Traces> {
  const handle = handleOf(stack, orderId);
  await handle.result();
  const [{ raw }, { events }] = await Promise.all([handle.describe(), handle.fetchHistory()]);
  const eventTypes: Record<string, number> = {};
  const activities: { activity: string; ran: string }[] = [];
  for (const event of events ?? []) {
    const kind = event.attributes ?? 'other';
    const name = kind.replace(/EventAttributes$/, '');
    eventTypes[name] = (eventTypes[name] ?? 0) + 1;
    const scheduled = event.activityTaskScheduledEventAttributes;
    if (scheduled)
      activities.push({
        activity: scheduled.activityType?.name ?? '?',
        ran: `remote queue ${scheduled.taskQueue?.name ?? '?'}`,
      });
    const marker = event.markerRecordedEventAttributes;
    if (marker?.markerName === 'core_local_activity')
      activities.push({ activity: localActivityOf(marker.details?.['data']?.payloads?.[0]?.data), ran: 'local' });
  }
  return {
    events: Number(raw.workflowExecutionInfo?.historyLength ?? 0),
    stateTransitions: Number(raw.workflowExecutionInfo?.stateTransitionCount ?? 0),
    eventTypes,
    activities,
  };
}

/** The marker's own data is the SDK core's, in JSON, and does not pass through our codec. */
function localActivityOf(data: Uint8Array | null | undefined): string {
  const { activity_type: type } = JSON.parse(Buffer.from(data ?? []).toString('utf8') || '{}') as {
    activity_type?: string;
  };
  return type ?? '?';
}
