import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Browser, openBrowser } from '../../support/browser';
import { writePictureVideo } from '../../support/camera';
import { type FakeCase, startFakeCase } from './fake-case';
import { specimenPhoto } from './specimens';

export const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true };

export interface PhoneStage {
  /** A folder that goes when the phone is closed. */
  readonly home: string;
  readonly server: FakeCase;
  readonly browser: Browser;
  readonly close: () => Promise<void>;
}

/** A phone with a card before its camera, and one customer's case behind the built pages. In `afterAll` write `stage?.close()`. */
export async function openPhone(): Promise<PhoneStage> {
  const home = mkdtempSync(path.join(os.tmpdir(), 'cardflow-camera-'));
  const camera = path.join(home, 'card.mjpeg');
  writePictureVideo(camera, [specimenPhoto()]);
  const server = await startFakeCase(builtPages());
  const browser = await openBrowser({ ...PHONE, camera, permissions: ['camera'] });
  return {
    home,
    server,
    browser,
    close: async () => {
      await browser.close();
      await server.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** A folder as the API serves it: the phone pages lie in `phone/`. */
export function builtPages(): string {
  const folder = process.env['CARDFLOW_TEST_WEB'];
  if (folder === undefined) throw new Error('CARDFLOW_TEST_WEB is not set: see jest.config.cjs');
  return folder;
}
