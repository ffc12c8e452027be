import type { InferenceSession } from 'onnxruntime-node';

/**
 * How every network runs: in the calling thread, and holding nothing between two runs. The arena and the plan kept for each shape made
 * the process grow for hours, lines having hundreds of widths; without them nothing is slower.
 */
export const SESSION_OPTIONS: Readonly<InferenceSession.SessionOptions> = {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
  enableCpuMemArena: false,
  enableMemPattern: false,
};
