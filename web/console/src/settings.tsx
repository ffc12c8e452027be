import { createContext, use, useCallback, useEffect, useLayoutEffect, useMemo, useState, type ReactNode } from 'react';
import { readLanguage, say, writeLanguage, type Bilingual, type Language, type Texts } from '../../shared/i18n';
import { paint } from './palette';
import { en } from './texts/en';
import { zh } from './texts/zh';

interface Settings {
  readonly language: Language;
  readonly t: Texts<typeof zh>;
  /** Picks the language of a text the server sends in both. */
  readonly say: (text: Bilingual) => string;
  readonly dark: boolean;
  readonly toggleLanguage: () => void;
  readonly toggleTheme: () => void;
}

const Context = createContext<Settings | null>(null);
const KEY = 'theme';
const prefersDark = matchMedia('(prefers-color-scheme: dark)');

/** Language and theme. The theme follows the system until somebody chooses one. */
export function SettingsProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(readLanguage);
  const [chosen, setChosen] = useState(() => localStorage.getItem(KEY));
  const [systemDark, setSystemDark] = useState(prefersDark.matches);
  const dark = chosen === null ? systemDark : chosen === 'dark';

  useEffect(() => {
    const onChange = (): void => {
      setSystemDark(prefersDark.matches);
    };
    prefersDark.addEventListener('change', onChange);
    return () => {
      prefersDark.removeEventListener('change', onChange);
    };
  }, []);
  useLayoutEffect(() => {
    paint(dark);
  }, [dark]);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);

  const toggleLanguage = useCallback(() => {
    setLanguage((now) => {
      const next = now === 'en' ? 'zh-CN' : 'en';
      writeLanguage(next);
      return next;
    });
  }, []);
  const toggleTheme = useCallback(() => {
    const next = dark ? 'light' : 'dark';
    localStorage.setItem(KEY, next);
    setChosen(next);
  }, [dark]);
  const value = useMemo<Settings>(
    () => ({
      language,
      t: language === 'en' ? en : zh,
      say: (text) => say(text, language),
      dark,
      toggleLanguage,
      toggleTheme,
    }),
    [language, dark, toggleLanguage, toggleTheme],
  );
  return <Context value={value}>{children}</Context>;
}

export function useSettings(): Settings {
  const settings = use(Context);
  if (settings === null) throw new Error('outside of SettingsProvider');
  return settings;
}
