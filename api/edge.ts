import type { FastifyBaseLogger } from 'fastify';
import type { AuditDeskPort } from '../domain/ports/audit-desk';
import type { ChangesPort } from '../domain/ports/changes';
import type { CarrierCallbacksPort, ChannelRequestsPort, CourierPushesPort } from '../domain/ports/channel-requests';
import type { ClockPort } from '../domain/ports/clock';
import type { ColleaguesPort } from '../domain/ports/colleagues';
import type { CommissionDeskPort } from '../domain/ports/commission-desk';
import type { ConflictDeskPort } from '../domain/ports/conflict-desk';
import type { HealthPort } from '../domain/ports/health';
import type { ReadingPort } from '../domain/ports/reading';
import type { ReviewDeskPort } from '../domain/ports/review-desk';
import type { SelfServicePort } from '../domain/ports/self-service';
import type { SessionsPort } from '../domain/ports/sessions';
import type { TicketDeskPort } from '../domain/ports/ticket-desk';
import type { CustomerTicketPort, TicketDecisionPort } from '../domain/ports/tickets';
import type { ChannelUploadsPort, CustomerUploadsPort } from '../domain/ports/uploads';
import type {
  CarrierHintPort,
  IntakePort,
  HandoverPort,
  InterceptionPort,
  JumpPort,
  ParcelNewsPort,
  LinkReissuePort,
  NumberChoicePort,
  ResumeOrderPort,
  ReviewDecisionPort,
  SandboxPort,
  SubmissionPort,
} from '../domain/ports/use-cases';

/** Everything the HTTP edge asks of the rest. The composition root joins it; tests hand in fakes. */
export interface EdgePorts {
  readonly channelRequests: ChannelRequestsPort;
  readonly carrierCallbacks: CarrierCallbacksPort;
  readonly courierPushes: CourierPushesPort;
  readonly intake: IntakePort;
  readonly channelUploads: ChannelUploadsPort;
  readonly reading: ReadingPort;
  readonly sessions: SessionsPort;
  readonly reviewDesk: ReviewDeskPort;
  readonly reviewDecisions: ReviewDecisionPort;
  readonly conflictDesk: ConflictDeskPort;
  readonly commissionDesk: CommissionDeskPort;
  readonly auditDesk: AuditDeskPort;
  readonly linkReissue: LinkReissuePort;
  readonly selfService: SelfServicePort;
  readonly customerUploads: CustomerUploadsPort;
  readonly submissions: SubmissionPort;
  readonly numberChoices: NumberChoicePort;
  readonly carrierHints: CarrierHintPort;
  readonly parcelNews: ParcelNewsPort;
  readonly handovers: HandoverPort;
  readonly resumptions: ResumeOrderPort;
  readonly interceptions: InterceptionPort;
  readonly ticketDesk: TicketDeskPort;
  readonly ticketDecisions: TicketDecisionPort;
  readonly customerTickets: CustomerTicketPort;
  readonly changes: ChangesPort;
  readonly health: HealthPort;
  readonly clock: ClockPort;
  /** Null in production: the sandbox routes do not exist then. */
  readonly sandbox: {
    readonly time: SandboxPort;
    readonly jumps: JumpPort;
    readonly colleagues: ColleaguesPort;
  } | null;
}

export interface EdgeSettings {
  readonly logger: FastifyBaseLogger | false;
  /** True where the browser reaches us over https or on loopback: cookies are `__Host-` and `Secure` then. */
  readonly secureCookies: boolean;
  /** Folder of the built web apps; null while there is none. */
  readonly webRoot: string | null;
  /** How many signed requests one channel may make in a minute, in each copy of the api. */
  readonly channelRequestsPerMinute: number;
}
