import type { Bilingual } from './ports/use-cases';

export type ConsentKind = 'service-contract' | 'sensitive-data' | 'face' | 'carrier';

export interface ConsentText {
  readonly kind: ConsentKind;
  readonly version: number;
  /** Without it this page collects nothing. The others are a choice: answered yes or no before anything is collected. */
  readonly required: boolean;
  readonly title: Bilingual;
  readonly text: Bilingual;
  /** SHA-256 of `zh + "\n" + en`, UTF-8; a given consent names it, so that it stays provable which words were read. */
  readonly textHash: string;
}

/**
 * The words in force, each a consent of its own (PIPL 14, 23, 29): a person may agree to one and not to the next.
 * A changed text gets a new version and hash; the old one stays in git and in what was given.
 */
export const CONSENTS: readonly ConsentText[] = [
  {
    kind: 'service-contract',
    version: 2,
    required: true,
    title: { zh: '电子签署入网服务协议', en: 'Sign the service contract electronically' },
    text: {
      zh: '我同意以电子方式签署移动电话入网服务协议，并确认所办号卡由我本人使用。电子签署与纸质签署具有同等效力，我可以随时索取副本。',
      en: 'I agree to sign the mobile service contract electronically and confirm that the card is for my own use. The contract is as binding as one signed on paper, and I may ask for a copy at any time.',
    },
    textHash: 'f4553ca473db47638dcf9f20e79813cd8414d33a378958664881ce8897af55d2',
  },
  {
    kind: 'sensitive-data',
    version: 2,
    required: true,
    title: { zh: '处理身份证等敏感个人信息', en: 'Processing of identity-card data' },
    text: {
      zh: '我单独同意为办理实名登记而处理我的姓名、身份证号码和身份证正反面照片。这些信息仅用于实名核验，加密保存，在法律规定的期限届满后销毁。我可以撤回同意，但撤回后无法继续办理。',
      en: 'I separately agree that my name, ID number and pictures of both sides of my ID card are processed for real-name registration. They are used for nothing else, are kept encrypted, and are destroyed when the legal period ends. I may withdraw this consent, but then the order cannot go on.',
    },
    textHash: '74cde99acd9809cf50cd9f29c17a792cc098f151a9264106bf13f8fc73918dfe',
  },
  {
    kind: 'face',
    version: 3,
    required: false,
    title: { zh: '人脸识别比对', en: 'Comparing my face' },
    text: {
      zh: '我单独同意使用人脸识别，将我的自拍照与身份证照片进行比对，以确认是我本人办理。我可以不同意：此时不对我的照片做人脸识别，由审核员人工核对，不影响办理。',
      en: 'I separately agree that face recognition compares my selfie with the picture on my card, to make sure that it is me. I may decline: then no face recognition is run on my pictures, an officer compares them by eye, and I can still get the card.',
    },
    textHash: 'a3d59da9f9e52266fbf5d79dd4e03447b444e2e5f479e92e019f953a606de2f0',
  },
  {
    kind: 'carrier',
    version: 2,
    required: true,
    title: { zh: '向运营商提供我的信息', en: 'Giving my data to the carrier' },
    text: {
      zh: '我单独同意将我的姓名、身份证号码和联系电话提供给开卡的电信运营商，用于实名登记和开通号卡。',
      en: 'I separately agree that my name, ID number and phone number are given to the carrier that opens the card, for registration and activation.',
    },
    textHash: 'd27897f615393902b70f0b2f58d4932790f5b1ae630824a811ceb3ba924db149',
  },
];

/** The current text with this kind and hash; undefined for another version or an invented one. */
export function consentWith(kind: string, textHash: string): ConsentText | undefined {
  return CONSENTS.find((consent) => consent.kind === kind && consent.textHash === textHash);
}

/** A consent by its kind and the hash of its words. */
export interface NamedConsent {
  readonly kind: string;
  readonly textHash: string;
}

const names = (consents: readonly NamedConsent[], { kind, textHash }: NamedConsent): boolean =>
  consents.some((consent) => consent.kind === kind && consent.textHash === textHash);

/** True when every consent without which nothing may be collected was given in its present words. */
export function requiredConsentsGiven(given: readonly NamedConsent[]): boolean {
  return CONSENTS.filter((consent) => consent.required).every((consent) => names(given, consent));
}

/** True when what is required was given and what is a choice was chosen, either way, each in its present words. */
export function consentsAnswered(given: readonly NamedConsent[], declined: readonly NamedConsent[]): boolean {
  return requiredConsentsGiven(given) && CONSENTS.every((consent) => names([...given, ...declined], consent));
}

/** Whether a machine may look at faces. Silence is a no, and so are older words. */
export function mayCompareFaces(given: readonly NamedConsent[]): boolean {
  return CONSENTS.some((consent) => consent.kind === 'face' && names(given, consent));
}
