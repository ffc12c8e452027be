// Composition root of the api process: read it like a parts list.
import { existsSync } from 'node:fs';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { reencodeImage } from '../adapters/blobs/image-reencoding';
import { diskBlobs } from '../adapters/blobs/disk-blobs';
import { httpPartnersTime } from '../adapters/clock/partners-time';
import { moveClock, postgresClock } from '../adapters/clock/postgres-clock';
import { httpColleagues } from '../adapters/colleagues/http-colleagues';
import { newId } from '../adapters/ids';
import { blindIndex } from '../adapters/keys/blind-index';
import { postgresKeyStore } from '../adapters/keys/postgres-key-store';
import { sealing } from '../adapters/keys/sealing';
import { linkTokens } from '../adapters/links/link-tokens';
import { createLogger } from '../adapters/log/logger';
import { postgresAuditDesk } from '../adapters/postgres/audit-desk';
import { postgresBlobRows } from '../adapters/postgres/blob-rows';
import { listenForChanges } from '../adapters/postgres/changes';
import { postgresCommissionDesk } from '../adapters/postgres/commission-desk';
import { postgresConflictDesk } from '../adapters/postgres/conflict-desk';
import { postgresHealth } from '../adapters/postgres/health';
import { postgresNonces } from '../adapters/postgres/nonces';
import { createPool } from '../adapters/postgres/pool';
import { postgresReading } from '../adapters/postgres/read/reading';
import { postgresReviewDesk } from '../adapters/postgres/review-desk';
import { sandboxDesk } from '../adapters/postgres/sandbox-desk';
import { postgresSelfService } from '../adapters/postgres/self-service';
import { postgresSessions } from '../adapters/postgres/sessions';
import { postgresTicketDesk } from '../adapters/postgres/ticket-desk';
import { postgresUnitOfWork } from '../adapters/postgres/unit-of-work';
import { kuaidi100Pushes } from '../adapters/courier/kuaidi100-pushes';
import { receiveParcelNews } from '../domain/use-cases/receive-parcel-news';
import { whenToldToStop } from '../adapters/process/told-to-stop';
import { carrierCallbacks, xinglianSignature } from '../adapters/signatures/carrier-callbacks';
import { hmacChannelRequests } from '../adapters/signatures/channel-requests';
import { temporalPersistence } from '../adapters/temporal/persistence';
import { parseConfig } from '../config/config';
import { assertFitForProduction } from '../config/production';
import { instant } from '../domain/brand';
import { acceptOrders } from '../domain/use-cases/accept-order';
import { decideHandover } from '../domain/use-cases/decide-handover';
import { requestInterception } from '../domain/use-cases/request-interception';
import { resumeOrder } from '../domain/use-cases/resume-order';
import { askByTicket } from '../domain/use-cases/ask-by-ticket';
import { jumpAhead } from '../domain/use-cases/jump-ahead';
import { decideReview } from '../domain/use-cases/decide-review';
import { decideTicket } from '../domain/use-cases/decide-ticket';
import { decisionCommands } from '../domain/use-cases/decide-commission';
import { payoutCommands } from '../domain/use-cases/payouts';
import { reissueLink } from '../domain/use-cases/reissue-link';
import { receiveHint } from '../domain/use-cases/receive-hint';
import { channelUploads, customerUploads } from '../domain/use-cases/store-uploads';
import { chooseNumber } from '../domain/use-cases/choose-number';
import { submitDocuments } from '../domain/use-cases/submit-documents';
import { buildApp } from './app';
import type { EdgePorts } from './edge';

/** The web apps beside the compiled server; null before they were built. */
function webRoot(): string | null {
  const built = path.join(__dirname, '../web');
  return existsSync(built) ? built : null;
}

/** Browsers take `Secure` cookies over https and from loopback addresses. */
function reachesUsSecurely(publicUrl: string): boolean {
  const { protocol, hostname } = new URL(publicUrl);
  return protocol === 'https:' || ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
}

async function main(): Promise<void> {
  const config = parseConfig(process.env);
  const logger = createLogger({ name: 'api', level: config.logLevel });
  const warn =
    (what: string) =>
    (error: Error): void => {
      logger.warn({ err: error }, what);
    };
  const secretBytes = (base64: string): Buffer => Buffer.from(base64, 'base64');
  const { secrets } = config;

  const pool = createPool(config.databaseUrl, 'cardflow-api', 20);
  pool.on('error', warn('a database connection was lost'));
  const clock = await postgresClock({
    url: config.databaseUrl,
    process: `api-${String(process.pid)}`,
    onError: warn('the clock lost its connection'),
  });
  await assertFitForProduction(config, { clock, temporalPersistence });
  const changes = await listenForChanges({
    url: config.databaseUrl,
    name: 'cardflow-api-changes',
    onLost: warn('news of changes stopped; connecting again'),
  });
  const keys = postgresKeyStore({ url: config.keystoreUrl, masterKeys: secrets.masterKeys });

  const seal = sealing(keys);
  const blobs = diskBlobs({ directory: config.blobDir, sealing: seal });
  const ids = { next: newId };
  const links = linkTokens({ secret: secretBytes(secrets.linkSecretBase64), publicUrl: config.publicUrl });
  const work = postgresUnitOfWork({ pool, clock, ids });
  const sha256 = (input: string | Uint8Array): string => createHash('sha256').update(input).digest('hex');
  const { realMs } = clock;
  const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
  const nonces = postgresNonces(pool);
  const uploads = { blobs, rows: postgresBlobRows({ pool, clock }), reencode: reencodeImage, ids };

  const time = sandboxDesk({ pool, clock, move: (to) => moveClock(pool, instant(to)) });

  const ports: EdgePorts = {
    channelRequests: hmacChannelRequests({ secrets: secrets.channels, nonces, realMs }),
    carrierCallbacks: carrierCallbacks({
      xinglian: xinglianSignature({ secret: secrets.carrierXinglian.callbackSecret, nonces, realMs }),
    }),
    intake: acceptOrders({ work, ids, sealing: seal, blindIndex: blindIndex(secrets.blindIndexKeys) }),
    channelUploads: channelUploads(uploads),
    reading: postgresReading({ pool, sealing: seal }),
    sessions: postgresSessions({ pool, cookieSecret: secretBytes(secrets.cookieSecretBase64), realMs }),
    reviewDesk: postgresReviewDesk({ pool, sealing: seal, blobs, clock }),
    reviewDecisions: decideReview({ work, sealing: seal, clock, ids, links }),
    conflictDesk: postgresConflictDesk({ pool, clock }),
    commissionDesk: postgresCommissionDesk({
      pool,
      clock,
      commands: payoutCommands({ work, ids }),
      decisions: decisionCommands({ work, ids }),
    }),
    auditDesk: postgresAuditDesk({ pool, sealing: seal, clock }),
    linkReissue: reissueLink({ work, ids, links }),
    selfService: postgresSelfService({ pool, clock, sealing: seal }),
    customerUploads: customerUploads(uploads),
    submissions: submitDocuments({ work, sealing: seal, ids }),
    numberChoices: chooseNumber({ work }),
    courierPushes: kuaidi100Pushes({ salt: secrets.courier.salt }),
    carrierHints: receiveHint({ work }),
    parcelNews: receiveParcelNews({ work, sha256 }),
    handovers: decideHandover({ work }),
    resumptions: resumeOrder({ work }),
    interceptions: requestInterception({ work, changes, pause }),
    ticketDesk: postgresTicketDesk({ pool, sealing: seal, clock }),
    ticketDecisions: decideTicket({ work, sealing: seal, ids, links }),
    customerTickets: askByTicket({ work, sealing: seal, ids }),
    changes,
    health: postgresHealth(pool),
    clock,
    sandbox:
      config.mode === 'sandbox'
        ? {
            time,
            jumps: jumpAhead({
              time,
              partners: httpPartnersTime({ sandboxUrl: config.sandboxUrl }),
              pause,
            }),
            colleagues: httpColleagues({
              sandboxUrl: config.sandboxUrl,
              apiUrl: config.publicUrl,
              accountsFile: path.join(config.dataDir, 'accounts.json'),
            }),
          }
        : null,
  };

  const app = await buildApp(ports, {
    logger,
    secureCookies: reachesUsSecurely(config.publicUrl),
    webRoot: webRoot(),
    channelRequestsPerMinute: config.api.channelRequestsPerMinute,
  });
  const close = async (): Promise<void> => {
    await app.close();
    await Promise.allSettled([changes.close(), clock.close(), keys.close(), pool.end()]);
  };
  whenToldToStop(process, config, () => {
    close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
  await app.listen({ host: config.api.host, port: config.api.port });
  logger.info({ port: config.api.port }, 'ready');
}

main().catch((error: unknown) => {
  process.stderr.write(
    `${JSON.stringify({ level: 'fatal', msg: error instanceof Error ? error.message : 'failed to start' })}\n`,
  );
  process.exit(1);
});
