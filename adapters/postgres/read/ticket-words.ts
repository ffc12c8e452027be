import type { TicketEventId } from '../../../domain/brand';
import { KeyDestroyed, type SealingPort } from '../../../domain/ports/sealing';
import { wordsContext } from '../../../domain/use-cases/ticket-changes';

/** The words of an event; null once the person was erased. Broken seals are errors, not erasures. */
export async function openWords(sealing: SealingPort, event: string, sealed: Buffer | null): Promise<string | null> {
  if (sealed === null) return null;
  try {
    return new TextDecoder().decode(await sealing.open(sealed, wordsContext(event as TicketEventId)));
  } catch (error) {
    if (error instanceof KeyDestroyed) return null;
    throw error;
  }
}
