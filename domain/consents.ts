import type { Bilingual } from './ports/use-cases';

export type ConsentKind = 'service-contract' | 'sensitive-data' | 'face' | 'carrier';

export interface ConsentText {
  readonly kind: ConsentKind;
  readonly version: number;
  /** Without it this page collects nothing; who declines `face` is served by support, not by this page. */
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
    version: 2,
    required: true,
    title: { zh: '人脸比对', en: 'Comparing my face' },
    text: {
      zh: '我单独同意将我的自拍照与身份证照片进行比对，以确认是我本人办理。我可以不同意，并联系下单店铺的客服，改用人工核对的方式办理。',
      en: 'I separately agree that my selfie is compared with the picture on my card, to make sure that it is me. I may decline and ask the shop where I ordered for a comparison by a member of staff instead.',
    },
    textHash: 'fcfbef56403996ae19f5260f5084772405826e961adb78cc6bebd07e39d3ce4e',
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

/** True when every consent without which nothing may be collected was given in its present words. */
export function requiredConsentsGiven(given: readonly { readonly kind: string; readonly textHash: string }[]): boolean {
  return CONSENTS.filter((consent) => consent.required).every((consent) =>
    given.some(({ kind, textHash }) => kind === consent.kind && textHash === consent.textHash),
  );
}
