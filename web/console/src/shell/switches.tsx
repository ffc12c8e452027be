import { Button, Tooltip } from 'antd';
import { Moon, Sun } from '../parts/icons';
import { useSettings } from '../settings';

export function LanguageSwitch() {
  const { t, toggleLanguage, language } = useSettings();
  return (
    <Button type="text" lang={language === 'en' ? 'zh-CN' : 'en'} title={t.top.languageHint} onClick={toggleLanguage}>
      {t.top.language}
    </Button>
  );
}

export function ThemeSwitch() {
  const { t, dark, toggleTheme } = useSettings();
  const label = dark ? t.top.light : t.top.dark;
  return (
    <Tooltip title={label}>
      <Button
        type="text"
        aria-label={label}
        icon={dark ? <Sun size={16} aria-hidden /> : <Moon size={16} aria-hidden />}
        onClick={toggleTheme}
      />
    </Tooltip>
  );
}
