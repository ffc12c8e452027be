import { expectStatus, type World } from '../../scripts/demo/world';

/** The newest one-time link in a phone's inbox, the only place where one is to be had. Waits until one has come. */
export async function linkFor(world: World, phone: string): Promise<string> {
  const within = 60_000;
  const address = `${world.sandbox}/sms/inbox?phone=${phone}&wait=${String(within)}`;
  const answer = await world.call<{ messages: { text: string }[] }>(address);
  const texts = expectStatus(answer, 200, 'inbox').messages.map(({ text }) => text);
  const link = texts.map((text) => /https?:\/\/\S+#t=[A-Za-z0-9._~-]+/.exec(text)?.[0]).findLast(Boolean);
  if (link === undefined) throw new Error(`no link by SMS within ${String(within / 1000)} s`);
  return link;
}
