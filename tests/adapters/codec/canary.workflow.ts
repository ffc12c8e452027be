import {
  ApplicationFailure,
  condition,
  defineQuery,
  defineSignal,
  proxyActivities,
  setHandler,
} from '@temporalio/workflow';

export const tell = defineSignal<[string]>('tell');
export const told = defineQuery<string>('told');

const { echo, refuse } = proxyActivities<{
  echo: (text: string) => Promise<string>;
  refuse: (text: string) => Promise<never>;
}>({ startToCloseTimeout: '10 seconds', retry: { maximumAttempts: 1 } });

/** Carries what it is given through every place a history has for payloads and failures, and fails with it. */
export async function canary(text: string): Promise<never> {
  let heard = '';
  setHandler(tell, (word) => {
    heard = word;
  });
  setHandler(told, () => heard);
  await condition(() => heard !== '');
  await echo(`${text} ${heard}`);
  let cause: Error | undefined;
  try {
    await refuse(text);
  } catch (error) {
    cause = error as Error;
  }
  throw ApplicationFailure.create({
    message: `cannot serve ${text}`,
    type: 'CannotServe',
    details: [text],
    ...(cause && { cause }),
  });
}
