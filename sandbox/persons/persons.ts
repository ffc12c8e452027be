import { Book } from '../book';
import type { BusinessClock } from '../clock';
import type { CalendarDay } from '../people/calendar-day';
import { drawPerson, type Person, type PersonKind } from '../people/person';

export interface PersonWish {
  readonly seed?: string | number;
  readonly face?: number;
  readonly k?: number;
  readonly kind?: PersonKind;
  /** The day she must fit; the business day unless told. One seed brings the same person again only for one day. */
  readonly day?: CalendarDay;
}

type PersonRow = Person;

/** Everybody the sandbox ever drew; also the register the authority asks. Persons are kept whole, images are not. */
export class Persons {
  private readonly byId = new Map<string, Person>();
  private readonly byIdNumber = new Map<string, Person>();
  private readonly byPhone = new Map<string, Person>();

  private constructor(
    private readonly book: Book<PersonRow>,
    private readonly clock: BusinessClock,
    private readonly seed: number,
  ) {
    for (const row of book.rows) this.apply(row);
  }

  static async open(path: string, clock: BusinessClock, seed: number): Promise<Persons> {
    return new Persons(await Book.open<PersonRow>(path), clock, seed);
  }

  /**
   * Draws a person who fits the day. With `k` it is that very person, drawn before or not;
   * without, somebody new whose ID number and phone nobody else has.
   */
  async draw({ seed = this.seed, kind = 'ordinary', face, k, day }: PersonWish): Promise<Person> {
    const businessDay = day ?? this.clock.today();
    const at = (place: number): Person =>
      drawPerson({ seed, kind, k: place, businessDay, ...(face !== undefined && { face }) });

    if (k !== undefined) {
      const person = at(k);
      return this.byId.get(person.personId) ?? (await this.keep(person));
    }
    for (let place = this.byId.size; ; place += 1) {
      const person = at(place);
      if (!this.byIdNumber.has(person.idNumber) && !this.byPhone.has(person.phone)) return this.keep(person);
    }
  }

  find(personId: string): Person | undefined {
    return this.byId.get(personId);
  }

  findByPhone(phone: string): Person | undefined {
    return this.byPhone.get(phone);
  }

  /** The registered name for a true ID number. */
  nameOf(idNumber: string): string | undefined {
    return this.byIdNumber.get(idNumber)?.name;
  }

  async close(): Promise<void> {
    await this.book.close();
  }

  private async keep(person: Person): Promise<Person> {
    this.apply(person);
    this.book.append(person);
    await this.book.synced();
    return person;
  }

  private apply(person: Person): void {
    this.byId.set(person.personId, person);
    this.byIdNumber.set(person.idNumber, person);
    this.byPhone.set(person.phone, person);
  }
}
