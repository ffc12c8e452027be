import { DAY_MS, HOUR_MS, MINUTE_MS } from './time';
import type { Role } from './stages';
import type { ClockHours } from './working-time';

/** After-sales taxonomy (`DOMAIN.md` 8.2). Wire names: they stand in rows and in the API. */
export const TICKET_KINDS = [
  'T-LOG-1',
  'T-LOG-2',
  'T-LOG-3',
  'T-RN-1',
  'T-RN-2',
  'T-RN-3',
  'T-ACT-1',
  'T-ACT-2',
  'T-NET-1',
  'T-PLAN-1',
  'T-PLAN-2',
  'T-CAN-1',
  'T-CAN-2',
  'T-SUS-1',
  'T-PII-1',
  'T-COM-1',
  'T-MIIT',
  'T-ASK',
] as const;
export type TicketKind = (typeof TICKET_KINDS)[number];

/** 1 is the most urgent: counted round the clock; 2 and 3 in support's hours. */
export type TicketPriority = 1 | 2 | 3;

/** What it takes to answer; each skill is had by roles. */
export const TICKET_SKILLS = ['support', 'compliance'] as const;
export type TicketSkill = (typeof TICKET_SKILLS)[number];

export const SKILL_ROLES = {
  support: ['support_agent', 'support_lead'],
  compliance: ['compliance_officer', 'compliance_lead'],
} as const satisfies Record<TicketSkill, readonly Role[]>;

/** Whom an alarm or a missed deadline reaches. */
export const SKILL_LEADS = {
  support: 'support_lead',
  compliance: 'compliance_lead',
} as const satisfies Record<TicketSkill, Role>;

const has = (roles: readonly Role[], wanted: readonly Role[]): boolean => wanted.some((role) => roles.includes(role));

/** Whether these roles may take a ticket of this skill, and read what was written in it. */
export const maySkill = (roles: readonly Role[], skill: TicketSkill): boolean => has(roles, SKILL_ROLES[skill]);

/** Takes one of this skill from somebody else. */
export const leadsSkill = (roles: readonly Role[], skill: TicketSkill): boolean => has(roles, [SKILL_LEADS[skill]]);

export interface TicketRule {
  readonly skill: TicketSkill;
  readonly priority: TicketPriority;
  /** Until the customer reads a first answer, in counted ms. */
  readonly firstMs: number;
  /** Until it is closed, in counted ms; a self-solving kind counts from the moment a person has it. */
  readonly doneMs: number;
  /** The kind acts by itself before a person sees it. */
  readonly actsByItself: boolean;
}

const rule = (
  firstMs: number,
  doneMs: number,
  change: Partial<Omit<TicketRule, 'firstMs' | 'doneMs'>> = {},
): TicketRule => ({ skill: 'support', priority: 3, actsByItself: false, ...change, firstMs, doneMs });

/** Where the table says "auto", an answer by template would not be one: a person has half an hour. */
const AUTO_MS = 30 * MINUTE_MS;

export const TICKET_RULES = {
  'T-LOG-1': rule(10 * MINUTE_MS, 8 * HOUR_MS, { actsByItself: true }),
  'T-LOG-2': rule(10 * MINUTE_MS, 4 * HOUR_MS, { priority: 2 }),
  'T-LOG-3': rule(5 * MINUTE_MS, 4 * HOUR_MS, { priority: 1 }),
  'T-RN-1': rule(AUTO_MS, 2 * HOUR_MS),
  'T-RN-2': rule(5 * MINUTE_MS, 8 * HOUR_MS, { priority: 1, skill: 'compliance' }),
  'T-RN-3': rule(AUTO_MS, 8 * HOUR_MS),
  'T-ACT-1': rule(AUTO_MS, 4 * HOUR_MS),
  'T-ACT-2': rule(30 * MINUTE_MS, 8 * HOUR_MS),
  'T-NET-1': rule(AUTO_MS, 24 * HOUR_MS),
  'T-PLAN-1': rule(30 * MINUTE_MS, 8 * HOUR_MS),
  'T-PLAN-2': rule(AUTO_MS, 24 * HOUR_MS),
  'T-CAN-1': rule(AUTO_MS, 4 * HOUR_MS, { priority: 2 }),
  'T-CAN-2': rule(30 * MINUTE_MS, 8 * HOUR_MS),
  'T-SUS-1': rule(10 * MINUTE_MS, 8 * HOUR_MS, { priority: 2 }),
  'T-PII-1': rule(DAY_MS, 15 * DAY_MS, { skill: 'compliance' }),
  'T-COM-1': rule(AUTO_MS, 24 * HOUR_MS),
  // The ministry's own limit is 15 days; ours is inside it.
  'T-MIIT': rule(5 * MINUTE_MS, 48 * HOUR_MS, { priority: 1, skill: 'compliance' }),
  'T-ASK': rule(30 * MINUTE_MS, 8 * HOUR_MS),
} as const satisfies Record<TicketKind, TicketRule>;

export const ticketRule = (kind: TicketKind): TicketRule => TICKET_RULES[kind];

export const hoursOf = (priority: TicketPriority): ClockHours => (priority === 1 ? 'always' : 'support');

export const TICKET_STATES = ['acting', 'open', 'waiting-customer', 'closed'] as const;
/** `acting`: the system tries; `open`: our turn; `waiting-customer`: the clock stands; `closed`: may be reopened for 7 days. */
export type TicketState = (typeof TICKET_STATES)[number];

export const TICKET_OUTCOMES = ['solved', 'solved-by-itself', 'no-reply', 'cannot-help'] as const;
export type TicketOutcome = (typeof TICKET_OUTCOMES)[number];

export const TICKET_VIEWS = ['mine', 'told', 'unassigned', 'open', 'waiting', 'acting', 'closed', 'all'] as const;
/** `open` is everybody's turn of ours, whoever has it; `told`: whose promises I was told of, and they are not kept yet. */
export type TicketView = (typeof TICKET_VIEWS)[number];

export type TicketSource = 'engine' | 'customer' | 'staff';

/** A customer who does not answer for so long has no question any more. */
export const CUSTOMER_SILENCE_MS = 72 * HOUR_MS;
/** A reply within this time reopens a closed ticket. */
export const REOPEN_MS = 7 * DAY_MS;
/** How long nobody on duty can take it before the officer above the lead is told as well. */
export const NOBODY_MS = 15 * MINUTE_MS;
/** What the customer may write at once. */
export const WORDS_LIMIT = 1_000;
