/** Wire names of `ARCHITECTURE.md` section 2: API, callbacks, demo and workflow results use them unchanged. */
export const STAGES = [
  'received',
  'verifying',
  'provisioning',
  'shipping',
  'activating',
  'active',
  'rejected',
  'cancelled',
  'expired',
  'returned',
  'failed',
] as const;
export type Stage = (typeof STAGES)[number];

export const END_STAGES = ['active', 'rejected', 'cancelled', 'expired', 'returned', 'failed'] as const;
export type EndStage = (typeof END_STAGES)[number];

/** The finer word inside a stage. */
export const STATUSES = [
  'accepted',
  'awaiting-documents',
  'checking',
  'awaiting-source',
  'in-review',
  'awaiting-number',
  'opening',
  'awaiting-carrier',
  'carrier-down',
  'dispatching',
  'courier-down',
  'in-transit',
  'returning',
  'awaiting-activation',
  'activation-held',
  'activation-stopped',
  'parked',
  'ended',
] as const;
export type Status = (typeof STATUSES)[number];

export const WAIT_OWNERS = ['customer', 'officer', 'carrier', 'courier', 'authority', 'support', 'system'] as const;
export type WaitOwner = (typeof WAIT_OWNERS)[number];
/** Held commission waits for people whom no order waits for. */
export type AnyWaitOwner = WaitOwner | 'finance' | 'operator';

export const ROLES = [
  'compliance_officer',
  'compliance_lead',
  'support_agent',
  'support_lead',
  'finance_maker',
  'finance_checker',
  'auditor',
  'operator',
  'admin',
  /** A sales channel's person: no colleague of ours, and bound to one channel's orders. */
  'channel_user',
] as const;
export type Role = (typeof ROLES)[number];

/** Why somebody of ours has a parcel turned round on its way. Codes are never renamed. */
export const INTERCEPTION_REASONS = ['ADDRESS_WRONG', 'CUSTOMER_ASKED', 'IDENTITY_RISK'] as const;
export type InterceptionReason = (typeof INTERCEPTION_REASONS)[number];

/** Why support lets a parked order go on. Codes are never renamed. */
export const RESUME_REASONS = ['PARTNER_SET_RIGHT', 'DATA_SET_RIGHT', 'FAULT_SET_RIGHT', 'TRY_AGAIN'] as const;
export type ResumeReason = (typeof RESUME_REASONS)[number];
