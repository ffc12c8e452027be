import { DefaultFailureConverter } from '@temporalio/common';

/**
 * Messages and stack traces of failures travel as payloads, so that the codec encrypts them too. Loaded by path, also
 * into the workflow isolate: it may import nothing but the SDK.
 */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
