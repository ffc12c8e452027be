import type { FastifyReply, FastifyRequest } from 'fastify';

import type { CallFacts, Effect, FaultRule, Faults, Partner } from './faults';

/** Effects that spoil the answer to a request; the others belong to later moments. */
const ON_REQUEST: readonly Effect[] = ['timeout-before', 'timeout-after-acting', 'down', 'refuse', 'code', 'hold'];
/** A caller that never gives up is cut off after this long. */
const LONGEST_SILENCE_MS = 600_000;

interface Held {
  readonly id: string;
  readonly partner: Partner;
  readonly command: string;
  readonly reference?: string | undefined;
  readonly acted: boolean;
  readonly since: string;
  readonly release: () => void;
}

/** Answers that a `hold` fault keeps back. They live in memory: after a restart the sockets are gone anyway. */
export class HeldReplies {
  private readonly held = new Map<string, Held>();
  private count = 0;

  list(): readonly Omit<Held, 'release'>[] {
    return [...this.held.values()].map(({ release: _release, ...shown }) => shown);
  }

  /** Resolves once somebody lets this answer go. */
  wait(about: Omit<Held, 'id' | 'since' | 'release'>): Promise<void> {
    const id = `held-${String((this.count += 1))}`;
    return new Promise((resolve) => {
      const release = (): void => {
        this.held.delete(id);
        resolve();
      };
      this.held.set(id, { ...about, id, since: new Date().toISOString(), release });
    });
  }

  /** Lets one answer go, or all; says how many. */
  release(id?: string): number {
    const chosen = [...this.held.values()].filter((held) => id === undefined || held.id === id);
    for (const held of chosen) held.release();
    return chosen.length;
  }
}

/** Answers of one partner with the planned faults applied. */
export interface Spoiler {
  /**
   * Runs `act` and gives its answer, unless a fault says otherwise. `act` gets the rule for `refuse` and `code`, because
   * a refusal is the partner's own decision and is booked by it.
   */
  answer: <T>(
    request: FastifyRequest,
    reply: FastifyReply,
    facts: CallFacts,
    act: (fault: FaultRule | undefined) => Promise<T>,
  ) => Promise<T | FastifyReply>;
}

export function spoiler(partner: Partner, faults: Faults, holds: HeldReplies): Spoiler {
  return {
    async answer(request, reply, facts, act) {
      const fault = await faults.take(partner, ON_REQUEST, facts);
      switch (fault?.effect) {
        case 'timeout-before':
          return silence(request, reply);
        case 'timeout-after-acting':
          await act(undefined);
          return silence(request, reply);
        case 'down':
          return reply.code(503).send({ code: '503', message: fault.text ?? '系统维护中,请稍后再试' });
        case 'hold': {
          const about = { partner, command: facts.command, reference: facts.reference };
          if (fault.act === 'after') {
            await holds.wait({ ...about, acted: false });
            return act(undefined);
          }
          const answer = await act(undefined);
          await holds.wait({ ...about, acted: true });
          return answer;
        }
        default:
          return act(fault);
      }
    },
  };
}

/** Keeps the socket open without a word until the caller gives up. */
function silence(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.hijack();
  const { socket } = request;
  const timer = setTimeout(() => socket.destroy(), LONGEST_SILENCE_MS);
  socket.once('close', () => {
    clearTimeout(timer);
  });
  return reply;
}
