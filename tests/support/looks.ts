import { mkdirSync } from 'node:fs';
import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** Where pictures of the pages go, for people to look at; nowhere unless asked for. */
export const PICTURES = process.env['CARDFLOW_SCREENSHOTS'];

export async function takePicture(page: Page, name: string, { fullPage = false } = {}): Promise<void> {
  if (PICTURES === undefined) return;
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: path.join(PICTURES, `${name}.png`), fullPage });
}

/** Axe's serious and critical findings on what shows now, each with what it is about; of one rule where one is named. */
export async function seriousFindings(page: Page, rule?: string): Promise<string[]> {
  const axe = new AxeBuilder({ page })
    .setLegacyMode() // There are no frames to look into.
    .options({ resultTypes: ['violations'] }); // To name every place where all is well takes longer than to look.
  const { violations } = await (rule === undefined ? axe : axe.withRules(rule)).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`);
}
