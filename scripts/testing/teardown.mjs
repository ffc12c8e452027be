import { stopServers } from './servers.mjs';

/** Jest's global teardown. */
export default stopServers;
