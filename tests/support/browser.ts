import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium, type BrowserContext, type BrowserContextOptions } from 'playwright-core';
import { findChromium, packageFolder, type Chromium } from './chromium';

export interface OpenOptions extends BrowserContextOptions {
  /** An absolute .mjpeg or .y4m file that plays as the camera; 'pattern' for Chromium's own test picture. */
  camera?: string;
}

export interface Browser {
  context: BrowserContext;
  from: Chromium['from'];
  /** Closes the browser and removes its profile. In `afterAll` write `browser?.close()`: it is unset when `beforeAll` failed. */
  close: () => Promise<void>;
}

const QUIET = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--force-color-profile=srgb',
];

/** A context of its own on a fresh profile, in Chinese, Shanghai time, 1440 × 900. */
export async function openBrowser({ camera, ...contextOptions }: OpenOptions = {}): Promise<Browser> {
  const found = await findChromium();
  const home = mkdtempSync(path.join(os.tmpdir(), 'cardflow-browser-'));
  const context = await chromium.launchPersistentContext(path.join(home, 'profile'), {
    executablePath: found.path,
    headless: true,
    chromiumSandbox: false, // Chromium refuses to start as root otherwise.
    args: [...QUIET, ...cameraArguments(camera)],
    env: { ...definedEnvironment(), ...found.env, ...fontConfig(home) },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: { width: 1440, height: 900 },
    ...contextOptions,
  });
  const close = async (): Promise<void> => {
    await context.close();
    rmSync(home, { recursive: true, force: true, maxRetries: 3 });
  };
  return { context, from: found.from, close };
}

function cameraArguments(camera: string | undefined): string[] {
  if (camera === undefined) return [];
  const fake = ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'];
  return camera === 'pattern' ? fake : [...fake, `--use-file-for-fake-video-capture=${camera}`];
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** fontconfig with the system's fonts and the Chinese font from npm: pages look alike where no Chinese font is installed. */
function fontConfig(home: string): Record<string, string> {
  if (process.platform !== 'linux') return {};
  const regular = packageFolder('@expo-google-fonts/noto-sans-sc', '400Regular');
  const bold = packageFolder('@expo-google-fonts/noto-sans-sc', '600SemiBold');
  if (regular === null || bold === null) return {};
  const system = '/etc/fonts/fonts.conf';
  const include = existsSync(system) ? `<include ignore_missing="yes">${system}</include>` : '';
  const folders = `<dir>${regular}</dir><dir>${bold}</dir><cachedir>${path.join(home, 'fonts')}</cachedir>`;
  const alias = '<alias><family>sans-serif</family><prefer><family>Noto Sans SC</family></prefer></alias>';
  const file = path.join(home, 'fonts.conf');
  const head = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">';
  writeFileSync(file, `${head}<fontconfig>${include}${folders}${alias}</fontconfig>`);
  return { FONTCONFIG_FILE: file };
}
