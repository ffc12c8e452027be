/** The shape of a dictionary with every text widened to string, or to a function of the same arguments. */
export type Texts<T> = {
  readonly [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends (...args: infer A) => string
      ? (...args: A) => string
      : Texts<T[K]>;
};

export type Language = 'zh-CN' | 'en';

/** A text the server sends in both languages. */
export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

const KEY = 'language';

/** `?lang=` wins over what was chosen before; Chinese when neither says English. */
export function readLanguage(): Language {
  const asked = new URLSearchParams(location.search).get('lang') ?? stored();
  return asked === 'en' ? 'en' : 'zh-CN';
}

export function writeLanguage(language: Language): void {
  try {
    localStorage.setItem(KEY, language);
  } catch {
    // A browser that refuses storage still switches for this visit.
  }
  document.documentElement.lang = language;
}

export function say(text: Bilingual, language: Language): string {
  return language === 'en' ? text.en : text.zh;
}

function stored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
