import type { BrowserContext, Page } from 'playwright-core';
import { complaintsOf } from '../../support/complaints';
import { seriousFindings, takePicture } from '../../support/looks';

export interface WatchedPage {
  readonly page: Page;
  /** What the browser complained about: errors of scripts, of the content policy, of requests. */
  readonly problems: string[];
  /** Axe's serious and critical findings on what shows now; takes a picture too where pictures are wanted. */
  readonly findings: (name: string) => Promise<string[]>;
}

export async function watchedPage(context: BrowserContext): Promise<WatchedPage> {
  const page = await context.newPage();
  const findings = async (name: string): Promise<string[]> => {
    await takePicture(page, name);
    return (await seriousFindings(page)).map((finding) => `${name}: ${finding}`);
  };
  return { page, problems: complaintsOf(page), findings };
}
