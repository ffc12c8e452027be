import type { Page } from 'playwright-core';

/**
 * What the browser complains about on this page from now on: errors of scripts, of the content policy, of requests.
 * Answers with one of the `expected` statuses are what a story is about, and no complaint.
 */
export function complaintsOf(page: Page, expected: readonly number[] = []): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    const isExpected = expected.some((status) => message.text().includes(`status of ${String(status)}`));
    if (['error', 'warning'].includes(message.type()) && !isExpected) complaints.push(message.text());
  });
  return complaints;
}
