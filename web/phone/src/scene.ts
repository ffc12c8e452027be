import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { say, type Bilingual, type Language, type Texts } from '../../shared/i18n';
import { zh } from './texts/zh';
import { en } from './texts/en';

export type PhoneTexts = Texts<typeof zh>;

/** What every screen needs: the language and its texts, and a voice for those who do not see the page. */
export interface Scene {
  readonly language: Language;
  readonly t: PhoneTexts;
  /** Picks from what the server said in both languages. */
  readonly say: (text: Bilingual) => string;
  /** Read aloud by screen readers, politely. */
  readonly announce: (text: string) => void;
  readonly switchLanguage: () => void;
}

export function textsOf(language: Language): PhoneTexts {
  return language === 'en' ? en : zh;
}

export function sceneFor(language: Language, announce: (text: string) => void, switchLanguage: () => void): Scene {
  return { language, t: textsOf(language), say: (text) => say(text, language), announce, switchLanguage };
}

const nobody = (): void => undefined;
export const SceneContext = createContext<Scene>(sceneFor('zh-CN', nobody, nobody));
export const useScene = (): Scene => useContext(SceneContext);
