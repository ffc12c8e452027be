/** Every screen of the phone pages, as `data-screen` names it; the browser tests look at each. */
export const SCREENS = [
  'opening',
  'consents',
  'consent',
  'front-intro',
  'front-camera',
  'front-photo',
  'back-intro',
  'back-camera',
  'back-photo',
  'selfie-intro',
  'selfie-camera',
  'selfie-photo',
  'overview',
  'checking',
  'confirm',
  'number',
  'result',
  'card',
  'link-closed',
  'no-session',
  'over',
  'trouble',
] as const;

export type ScreenName = (typeof SCREENS)[number];
