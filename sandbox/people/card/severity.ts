type Between = readonly [low: number, high: number];

/** How a card was photographed. Lengths in px of the photo; a phone's 12 megapixels would be scaled down to about this. */
export interface Severity {
  readonly width: number;
  readonly height: number;
  /** Width of the card in the photo. */
  readonly cardWidth: Between;
  /** Pixels per 300-dpi pixel at which the card is printed before it is photographed. */
  readonly printScale: number;
  /** Degrees. */
  readonly rotation: number;
  /** Furthest a corner strays, as a share of the card's width. */
  readonly perspective: number;
  /** Standard deviation of the unsharpness. */
  readonly blur: Between;
  readonly motionChance: number;
  /** Standard deviation in grey levels. */
  readonly noise: Between;
  /** Share by which light falls off towards one side. */
  readonly light: number;
  readonly shadowChance: number;
  readonly glareChance: number;
  readonly glare: Between;
  readonly whiteBalance: number;
  readonly quality: Between;
  readonly clutterChance: number;
  /** How often the table is as light as the card. */
  readonly lightTableChance: number;
}

const PHOTO = { width: 1600, height: 1200 } as const;

const MODERATE: Severity = {
  ...PHOTO,
  cardWidth: [960, 1280],
  printScale: 1.15,
  rotation: 6,
  perspective: 0.03,
  blur: [0.5, 1.1],
  motionChance: 0.2,
  noise: [4, 8],
  light: 0.25,
  shadowChance: 0.2,
  glareChance: 0.4,
  glare: [0.2, 0.5],
  whiteBalance: 0.07,
  quality: [75, 88],
  clutterChance: 0.4,
  lightTableChance: 0.1,
};

/** `clean` is a flat scan and needs no row; `blurred` is a moderate photo in which no character can be told from another. */
export const SEVERITIES = {
  mild: {
    ...PHOTO,
    cardWidth: [1120, 1400],
    printScale: 1.25,
    rotation: 3,
    perspective: 0.015,
    blur: [0, 0.6],
    motionChance: 0,
    noise: [2, 4],
    light: 0.1,
    shadowChance: 0,
    glareChance: 0.1,
    glare: [0.15, 0.3],
    whiteBalance: 0.03,
    quality: [88, 94],
    clutterChance: 0,
    lightTableChance: 0.05,
  },
  moderate: MODERATE,
  hard: {
    width: 1280,
    height: 960,
    cardWidth: [700, 960],
    printScale: 0.85,
    rotation: 8,
    perspective: 0.05,
    blur: [0.8, 1.5],
    motionChance: 0.5,
    noise: [6, 12],
    light: 0.45,
    shadowChance: 0.4,
    glareChance: 0.7,
    glare: [0.25, 0.75],
    whiteBalance: 0.12,
    quality: [55, 75],
    clutterChance: 0.7,
    lightTableChance: 0.15,
  },
  blurred: { ...MODERATE, blur: [17, 20], motionChance: 0 },
} as const satisfies Record<string, Severity>;

export type SeverityName = 'clean' | keyof typeof SEVERITIES;
export const SEVERITY_NAMES: readonly SeverityName[] = ['clean', 'mild', 'moderate', 'hard', 'blurred'];
