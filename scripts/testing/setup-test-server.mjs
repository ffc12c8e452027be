import { provideTestServer } from './servers.mjs';

/** Jest's global set-up of workflow stories, which need no database. */
export default provideTestServer;
