import { GlobalFonts } from '@napi-rs/canvas';

/** Families of the card's print, from npm packages: what a machine has installed changes nothing. */
export const HAN = 'cardflow-specimen-han';
export const DIGITS = 'cardflow-specimen-digits';

const FILES = [
  [HAN, '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf'],
  [HAN, '@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf'],
  [DIGITS, '@expo-google-fonts/b612-mono/400Regular/B612Mono_400Regular.ttf'],
] as const;

let registered = false;

/** Makes the families known to the canvas, once. Throws when a font file is missing: text would come out as empty boxes. */
export function registerFonts(): void {
  if (registered) return;
  for (const [family, file] of FILES) {
    if (!GlobalFonts.registerFromPath(require.resolve(file), family)) throw new Error(`cannot read the font ${file}`);
  }
  registered = true;
}
