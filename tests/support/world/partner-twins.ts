import type { AuthorityPort } from '../../../domain/ports/authority';
import type { SmsPort } from '../../../domain/ports/messages';

export interface AuthorityTwin extends AuthorityPort {
  /** Codes of the next answers, first in first out; afterwards everybody is in order. `down` is no answer. */
  readonly next: (...codes: readonly string[]) => void;
  readonly answers: ReadonlyMap<string, string>;
  readonly asked: () => number;
}

/** Answers by request id: the same request gets the same answer, an outage leaves none. */
export function authorityTwin(): AuthorityTwin {
  const planned: string[] = [];
  const answers = new Map<string, string>();
  let asked = 0;
  return {
    answers,
    asked: () => asked,
    next: (...codes) => planned.push(...codes),
    async verify({ requestId }) {
      await Promise.resolve();
      asked += 1;
      const code = answers.get(requestId) ?? planned.shift() ?? '200';
      if (code === 'down') return { kind: 'down', why: 'no answer' };
      answers.set(requestId, code);
      return { kind: 'answered', code };
    },
  };
}

export interface SmsTwin extends SmsPort {
  readonly inbox: (phone: string) => readonly string[];
  down: boolean;
}

/** Delivers each reference once. */
export function smsTwin(): SmsTwin {
  const sent = new Map<string, { phone: string; text: string }>();
  const twin: SmsTwin = {
    down: false,
    inbox: (phone) => [...sent.values()].filter((message) => message.phone === phone).map(({ text }) => text),
    async send({ reference, phone, text }) {
      await Promise.resolve();
      if (twin.down) return { kind: 'down', why: 'no answer' };
      if (!sent.has(reference)) sent.set(reference, { phone, text });
      return { kind: 'sent', messageId: `M-${reference}` };
    },
  };
  return twin;
}
