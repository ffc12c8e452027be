/** What a colleague sees of a ticket and answers by. */
export interface TicketPage {
  readonly ticket: { readonly id: string; readonly kind: string; readonly source: string; readonly state: string };
  readonly entries: readonly { readonly event: string }[];
  readonly templates: readonly { readonly code: string; readonly text: string }[];
}

export interface Reply {
  /** Null where the customer's last words are answered already. */
  readonly text: string | null;
  /** Of this answer in the conversation: given again because its reply was lost, it is the same one. */
  readonly key: string;
  readonly outcome: 'solved' | 'cannot-help';
}

const REGISTERED = '您反映的情况已核实并登记，处理结果会用短信告诉您；还有疑问请直接回复。';
const NOT_FOUND = '您的包裹出了状况，我们已请快递公司继续查找，有结果会用短信告诉您。';

/** Answers as a colleague in a hurry would: from the desk's own templates where one fits the question. */
export function replyTo({ ticket, entries, templates }: TicketPage): Reply {
  const outcome = ticket.source === 'engine' ? 'cannot-help' : 'solved';
  const spoken = entries.filter(({ event }) => event === 'customerSaid' || event === 'answered');
  const key = `answer-${String(spoken.length)}`;
  if (spoken.at(-1)?.event === 'answered') return { text: null, key, outcome };
  // What the engine could not solve by itself is no question that a template answers.
  if (ticket.source === 'engine') return { text: NOT_FOUND, key, outcome };
  const wanted = ticket.kind.startsWith('T-LOG') ? 'where' : ticket.kind.startsWith('T-ACT') ? 'activate' : undefined;
  return { text: templates.find(({ code }) => code === wanted)?.text ?? REGISTERED, key, outcome };
}
