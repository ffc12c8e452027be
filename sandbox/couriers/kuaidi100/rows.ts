import type { Code } from './codes';

export interface Recipient {
  readonly name: string;
  readonly mobile: string;
  readonly printAddr: string;
}

/** What the product ordered. */
export interface Consignment {
  readonly kuaidicom: string;
  readonly recMan: Recipient;
  readonly thirdOrderId: string;
  readonly iccid: string;
  readonly callBackUrl: string;
  readonly salt: string;
}

/**
 * The next thing to happen: `pickup` the courier fetches it · `line` it leaves for the city · `city` it is there · `out`
 * a man carries it to her · `door` he rings · `back` it turns round · `home` the sender has it again.
 */
export type Stage = 'pickup' | 'line' | 'city' | 'out' | 'door' | 'back' | 'home';

export interface Next {
  readonly stage: Stage;
  /** Business time, milliseconds since 1970. */
  readonly at: number;
}

/** One message to the product: the whole trace as it stood when the message was written. */
export interface Push {
  readonly pushId: string;
  /** The exact text that is signed and sent, also when sent again. */
  readonly param: string;
  readonly dueAt: number;
  /** Times it is delivered although once was enough. */
  readonly copies: number;
}

/** What the courier writes down. Times are business time, milliseconds since 1970. */
export type CourierRow =
  | {
      readonly t: 'ordered';
      readonly consignment: Consignment;
      readonly taskId: string;
      readonly orderId: string;
      readonly kuaidinum: string;
      readonly next: Next;
      readonly at: number;
    }
  | {
      readonly t: 'moved';
      readonly reference: string;
      readonly code: Code;
      readonly signedBy: string | null;
      readonly next: Next | null;
      readonly push: Push;
      readonly at: number;
    }
  /** It lies somewhere: nothing comes of it until somebody asks (`stuck`), or ever (`lost`). */
  | { readonly t: 'stalled'; readonly reference: string; readonly how: Stall; readonly at: number }
  | {
      readonly t: 'inquired';
      readonly reference: string;
      readonly result: 'accepted' | 'lost';
      /** How it goes on, where asking made it move. */
      readonly next: Next | null;
      readonly at: number;
    }
  | { readonly t: 'intercepted'; readonly reference: string; readonly next: Next; readonly at: number }
  | { readonly t: 'push-put-off'; readonly pushId: string; readonly attempt: number; readonly dueAt: number }
  | { readonly t: 'push-answered'; readonly pushId: string };

export type Stall = 'stuck' | 'lost';
