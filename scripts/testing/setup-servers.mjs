import { provideDatabase, provideTemporal, provideTestServer } from './servers.mjs';

/** Jest's global set-up of the groups that meet real servers. */
export default async function setUp() {
  await Promise.all([provideDatabase(), provideTemporal(), provideTestServer()]);
}
