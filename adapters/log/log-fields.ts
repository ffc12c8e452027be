/** What a field may hold; a value of any other form is dropped, however well its name is known. */
export type LogFieldKind =
  | 'id' /** A public id, a workflow id, a uuid, a partner reference: ASCII without long digit runs. */
  | 'word' /** A code, a state, a name out of our own tables: ASCII without spaces. */
  | 'hash' /** Hex of at least 32 digits, which no phone or ID number has. */
  | 'number' /** A count, a size, a duration; below eleven digits, as a phone number has them. */
  | 'flag'
  | 'instant'; /** ISO 8601. */

const rows = <Kind extends LogFieldKind>(kind: Kind, names: string): [string, Kind][] =>
  names
    .trim()
    .split(/\s+/)
    .map((name) => [name, kind]);

/** The only fields that reach a log line. A new field needs a row here, and somebody asking whether it is a person. */
export const LOG_FIELDS: ReadonlyMap<string, LogFieldKind> = new Map<string, LogFieldKind>([
  ...rows(
    'id',
    `orderId purchaseId caseId reviewId waitId blobId partyId linkId userId factId callId eventId recordId
     reqId requestId traceId spanId workflowId runId firstExecutionRunId activityId identity
     reference batchNo channelId agentCode shopId scheduleId keyId taskToken`,
  ),
  ...rows(
    'word',
    `name component module mode stage status state from to event kind code reasonCode outcome decision verdict effect
     partner carrier command direction channel role planCode city policy policyVersion version step part field engine
     model queue taskQueue namespace workflowType activityType signalName scheduleName sdkComponent buildId migration
     table database topic signal reason method route host node weights source severity exitSignal`,
  ),
  ...rows('hash', 'blobKey evidenceHash bodyHash textHash sha256'),
  ...rows(
    'number',
    `pid port attempt attempts count total rows size bytes width height index sequence epoch generation statusCode
     exitCode remaining free held sold depth pending retries slots threads limit quantity scheduled dispatched swept
     started failed restarts historyLength historySize cores
     durationMs elapsedMs waitMs dueInMs delayMs timeoutMs backoffMs responseTime cpuMs offsetSeconds megabytes`,
  ),
  ...rows('flag', 'ok retryable duplicate embedded external replay cached quiet draining final'),
  ...rows('instant', 'at dueAt startedAt businessNow until'),
]);
