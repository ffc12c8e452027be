import { existsSync } from 'node:fs';
import path from 'node:path';
import type { GreyImage } from '../image';

/** A second, independent opinion on a line of Chinese print. */
export interface SecondReader {
  readonly version: string;
  read: (line: GreyImage) => Promise<{ text: string; confidence: number }>;
  /** Starts the engine before a line needs it. */
  warmUp: () => Promise<void>;
  close: () => Promise<void>;
}

/** A line with ink on white: PSM 13 (raw line) beats 7 on cards, measured. */
const RAW_LINE = '13';
const WHITE_BORDER = 10;
const OUTPUT = { text: true, blocks: false, hocr: false, tsv: false } as const;

interface Tesseract {
  recognize: (
    image: Buffer,
    options: object,
    output: object,
  ) => Promise<{ data: { text: string; confidence: number } }>;
  setParameters: (parameters: Record<string, string>) => Promise<unknown>;
  terminate: () => Promise<unknown>;
}

/**
 * tesseract.js with the chi_sim weights of the models folder, or null where they are absent. The engine starts with the warm-up or the
 * first line that needs it (some 75 MB and 0.8 CPU seconds), in its own worker thread.
 */
export function tesseractReader(modelsDir: string): SecondReader | null {
  const folder = path.join(modelsDir, 'tessdata');
  if (!existsSync(path.join(folder, 'chi_sim.traineddata'))) return null;
  let started: Promise<Tesseract> | null = null;
  const running = (): Promise<Tesseract> => (started ??= start(folder));
  return {
    version: 'tesseract.js 7.0.0 chi_sim 4.0.0 LSTM',
    warmUp: async () => {
      await running();
    },
    read: async (line) => {
      const engine = await running();
      const { data } = await engine.recognize(portableGreyMap(line), {}, OUTPUT);
      return { text: data.text.replace(/\s+/gu, ''), confidence: data.confidence / 100 };
    },
    close: async () => {
      const engine = await started;
      started = null;
      await engine?.terminate();
    },
  };
}

async function start(folder: string): Promise<Tesseract> {
  const { createWorker, OEM } = await import('tesseract.js');
  // Without cacheMethod none it would write chi_sim.traineddata into the working directory and read that one ever after.
  const options = { langPath: folder, cacheMethod: 'none', gzip: false } as const;
  const engine = (await createWorker('chi_sim', OEM.LSTM_ONLY, options)) as Tesseract;
  await engine.setParameters({ tessedit_pageseg_mode: RAW_LINE });
  return engine;
}

/** PGM: the one format that tesseract.js passes on without decoding it in JavaScript. */
function portableGreyMap({ data, width, height }: GreyImage): Buffer {
  const outerWidth = width + 2 * WHITE_BORDER;
  const outerHeight = height + 2 * WHITE_BORDER;
  const header = Buffer.from(`P5\n${outerWidth} ${outerHeight}\n255\n`);
  const pixels = Buffer.alloc(outerWidth * outerHeight, 255);
  for (let row = 0; row < height; row++)
    pixels.set(data.subarray(row * width, (row + 1) * width), (row + WHITE_BORDER) * outerWidth + WHITE_BORDER);
  return Buffer.concat([header, pixels]);
}
