import type { FastifyBaseLogger } from 'fastify';

import type { Agenda } from '../agenda';
import type { BusinessClock } from '../clock';
import type { Delays } from '../delays';
import { pause } from '../events';
import type { Person } from '../people/person';
import type { Persons } from '../persons/persons';
import type { Photos } from '../persons/photos';
import type { Message, Sms } from '../sms/sms';
import { type Behaviour, type Habits, lookOf, ownBehaviour } from './behaviour';
import type { Cardholders } from './cardholders';
import type { CustomerBook, Visit } from './customer-book';
import { PageRefused, type PageState, PhonePage, type Session, type Talk } from './phone-page';

/** Business time until somebody looks at her phone and opens the link. */
const OPENS_LINK_AFTER_MS = [3_000, 30_000] as const;
/** Real time between attempts to listen to a product that is not there. */
const LISTEN_AGAIN_AFTER_MS = 2_000;
/** A photo that the page does not like is taken again so often, then sent as it is. */
const TAKES = 3;
/** A page that asks for so many things without a pause in between never ends. */
const MOST_STEPS = 8;
const THANKS = '好的，谢谢';

export interface CustomerParts {
  readonly apiUrl: string;
  readonly delays: Delays;
  readonly book: CustomerBook;
  readonly sms: Sms;
  readonly persons: Persons;
  readonly photos: Photos;
  readonly cardholders: Cardholders;
  readonly clock: BusinessClock;
  readonly agenda: Agenda;
  readonly log: FastifyBaseLogger;
}

/**
 * The people behind the phones. A message wakes them; they open the link in it and use the page until it is done, ended
 * or refused. One person follows one link at a time: a newer link takes the place of the older one.
 */
export class Customers {
  private readonly page: PhonePage;
  private readonly listening = new Map<number, AbortController>();
  private stopWatching: (() => void) | undefined;
  private reading: Promise<void> = Promise.resolve();
  private closed = false;

  constructor(private readonly parts: CustomerParts) {
    this.page = new PhonePage(parts.apiUrl);
  }

  /** Reads what came while nobody looked, goes on with open visits, and then waits for messages. */
  async start(): Promise<void> {
    const { book, sms, cardholders } = this.parts;
    cardholders.resume();
    for (const visit of book.visits.values()) this.enter(visit, visit.session ? this.parts.clock.now() : visit.dueAt);
    for (const message of sms.after(book.lastSeq)) await this.read(message);
    this.stopWatching = sms.watch((message) => {
      // One after the other: the book notes up to where messages were read.
      this.reading = this.reading.then(() => this.read(message));
      return this.reading;
    });
  }

  /** Tells somebody how to behave; what is not said stays as it was. */
  async behave(phone: string, habits: Habits): Promise<void> {
    await this.parts.book.write({ t: 'habits', phone, habits });
    this.parts.cardholders.think(phone);
  }

  close(): void {
    this.closed = true;
    this.stopWatching?.();
    for (const listener of this.listening.values()) listener.abort();
  }

  private async read(message: Message): Promise<void> {
    const { book, persons, clock, delays } = this.parts;
    const { seq, phone, text } = message;
    const token = /#t=([\w.~-]+)/.exec(text)?.[1];
    const person = persons.findByPhone(phone);
    if (token === undefined || !person || this.behaviourOf(person) === 'silent') {
      await book.write({ t: 'ignored', seq });
      return;
    }
    const earlier = book.visitOf(phone);
    if (earlier) await this.leave(earlier, 'a newer link came');
    const delay =
      book.habits.get(phone)?.delayMs ?? delays.draw(phone, 'opens', book.linksTo(phone) + 1, OPENS_LINK_AFTER_MS);
    await book.write({ t: 'link', seq, phone, token, dueAt: clock.now() + delay });
    const visit = book.visits.get(seq);
    if (visit) this.enter(visit, visit.dueAt);
  }

  private behaviourOf(person: Person): Behaviour {
    return this.parts.book.habits.get(person.phone)?.behaviour ?? ownBehaviour(person);
  }

  private enter(visit: Visit, at: number): void {
    const name = `visit ${String(visit.seq)}`;
    this.parts.agenda.set(`customer:${String(visit.seq)}`, at, `customer acts on ${name}`, () => this.act(visit));
  }

  /** Does what the page asks for, until it asks for nothing; throws (and is tried again) when the product is not there. */
  private async act(visit: Visit): Promise<void> {
    if (this.hasLeft(visit)) return;
    const person = this.parts.persons.findByPhone(visit.phone);
    if (!person) throw new Error('a visit belongs to nobody');
    try {
      if (!visit.session) {
        const session = await this.page.enter(visit.token, this.parts.book.cookies.get(visit.phone));
        await this.parts.book.write({ t: 'entered', seq: visit.seq, ...session });
      }
      if (visit.session) await this.goOn(visit, visit.session, person);
    } catch (error) {
      if (!(error instanceof PageRefused)) throw error;
      await this.leave(visit, `refused ${String(error.status)} ${error.code}`.trim());
    }
  }

  private async goOn(visit: Visit, session: Session, person: Person): Promise<void> {
    for (let step = 0; step < MOST_STEPS; step += 1) {
      if (this.hasLeft(visit)) return;
      const state = await this.page.state(session);
      try {
        if (await this.answerTo(state, visit, session, person)) return;
      } catch (error) {
        // The page moved on while she was at it: she looks where it stands now.
        if (!(error instanceof PageRefused && error.status === 409)) throw error;
      }
    }
    await this.leave(visit, 'the page goes round in circles');
  }

  /** Does what one step asks for; true when there is nothing more to do for now. */
  private async answerTo(state: PageState, visit: Visit, session: Session, person: Person): Promise<boolean> {
    switch (state.step) {
      case 'consents': {
        const open = state.consents.filter(({ given, declined }) => !given && declined !== true);
        const declines = (kind: string): boolean => kind === 'face' && this.behaviourOf(person) === 'declines-face';
        const named = ({ kind, textHash }: PageState['consents'][number]) => ({ kind, textHash });
        await this.page.consent(
          session,
          open.filter(({ kind }) => !declines(kind)).map(named),
          open.filter(({ kind }) => declines(kind)).map(named),
        );
        return false;
      }
      case 'documents':
        await this.sendSet(visit, session, person, state);
        return false;
      case 'confirm':
        await this.page.submit(session, truthAbout(person, state));
        return false;
      case 'checking':
        this.listen(visit, session);
        return true;
      case 'number': {
        const orderId = (state.orders ?? []).find(({ choosesNumber }) => choosesNumber)?.id ?? '';
        const [number] = await this.page.numbers(session, orderId);
        if (number !== undefined) await this.page.choose(session, orderId, number);
        else await this.leave(visit, 'no number to choose');
        return number === undefined;
      }
      case 'done':
        await this.talk(session, person);
        await this.leave(visit, state.step);
        return true;
      case 'ended':
        await this.leave(visit, state.step);
        return true;
    }
  }

  /**
   * Asks what she was told to ask and thanks for the answer. What stands on the page already is not said again, so that
   * a reply that was lost or another link leads to no second question.
   */
  private async talk(session: Session, person: Person): Promise<void> {
    const question = this.parts.book.habits.get(person.phone)?.asks;
    if (question === undefined) return;
    const said = (talk: Talk, text: string): boolean => talk.entries.some(({ words }) => words === text);
    const talk = (await this.page.talks(session)).find((one) => said(one, question));
    if (!talk) await this.page.ask(session, question);
    else if (talk.entries.some(({ from }) => from === 'support') && !said(talk, THANKS))
      await this.page.reply(session, talk.id, THANKS);
  }

  private async sendSet(visit: Visit, session: Session, person: Person, state: PageState): Promise<void> {
    const { book, photos } = this.parts;
    const behaviour = this.behaviourOf(person);
    if (behaviour === 'silent') {
      await this.leave(visit, 'silent');
      return;
    }
    const round = book.setsSent.get(visit.phone) ?? 0;
    for (const part of state.needed) {
      for (let attempt = 0; attempt < TAKES; attempt += 1) {
        // A blurred first set that the page will not even take was the first set: the next photo is a good one.
        const look = lookOf(behaviour, person, attempt === 0 ? round : round + 1);
        const take = 1 + round * TAKES + attempt;
        if (await this.page.upload(session, part, await photos.of(person, part, { look, severity: 'moderate', take })))
          break;
      }
    }
    await book.write({ t: 'set-sent', seq: visit.seq });
    // Where the page wants her to look over what it has, the next step says so; otherwise the set is handed in now.
    if ((await this.page.state(session)).step === 'documents') await this.page.submit(session);
  }

  /** Waits for the page to change; this is no pending work of hers, so it does not keep the sandbox from being quiet. */
  private listen(visit: Visit, session: Session): void {
    if (this.closed || this.listening.has(visit.seq)) return;
    const controller = new AbortController();
    this.listening.set(visit.seq, controller);
    void this.hear(visit, session, controller.signal).finally(() => this.listening.delete(visit.seq));
  }

  private async hear(visit: Visit, session: Session, signal: AbortSignal): Promise<void> {
    const isOver = (): boolean => signal.aborted;
    while (!isOver()) {
      try {
        // She looks as soon as the stream stands: what changed before it stood would otherwise be missed.
        if (await this.page.watch(session, signal, () => this.lookAgain(visit, session))) return;
      } catch (error) {
        if (isOver()) return;
        if (error instanceof PageRefused) {
          await this.leave(visit, `refused ${String(error.status)} ${error.code}`.trim());
          return;
        }
      }
      await pause(LISTEN_AGAIN_AFTER_MS, signal);
    }
  }

  /** True when the page wants something again; she acts on it at once. */
  private async lookAgain(visit: Visit, session: Session): Promise<boolean> {
    const { step } = await this.page.state(session);
    if (step === 'checking') return false;
    if (!this.hasLeft(visit)) this.enter(visit, this.parts.clock.now());
    return true;
  }

  private hasLeft(visit: Visit): boolean {
    return this.closed || !this.parts.book.visits.has(visit.seq);
  }

  private async leave(visit: Visit, how: string): Promise<void> {
    if (!this.parts.book.visits.has(visit.seq)) return;
    await this.parts.book.write({ t: 'left', seq: visit.seq, how });
    this.parts.agenda.drop(`customer:${String(visit.seq)}`);
    this.listening.get(visit.seq)?.abort();
    this.parts.log.info({ visit: visit.seq, how }, 'a customer left the page');
  }
}

/** What is truly printed on the card, for the fields the page lets her correct. */
function truthAbout(person: Person, state: PageState): { name?: string; address?: string } {
  const asked = (name: string): boolean => (state.fields ?? []).some((entry) => entry.field === name && entry.editable);
  return { ...(asked('name') && { name: person.name }), ...(asked('address') && { address: person.address }) };
}
