/**
 * The colours of the console, once: `paint` hands them to CSS as `--name`, `theme.ts` to antd.
 * Text on its own tint is at least 4.5 : 1 in both themes.
 */
const light = {
  primary: '#2353cf',
  'primary-hover': '#3a68e0',
  'primary-active': '#183fa6',
  'primary-bg': '#eef3ff',
  'primary-border': '#c2d2fb',
  'on-primary': '#ffffff',
  ok: '#16734a',
  'ok-bg': '#eaf6f0',
  'ok-border': '#b5dfc8',
  'ok-solid': '#259a68',
  warn: '#8a5300',
  'warn-bg': '#fff6e3',
  'warn-border': '#f2d59c',
  'warn-solid': '#dd8a0c',
  bad: '#b8262b',
  'bad-bg': '#fdeeee',
  'bad-border': '#f2c2c1',
  'bad-solid': '#d9413f',
  unk: '#5a6374',
  'unk-bg': '#f1f3f6',
  'unk-border': '#c5cbd6',
  'unk-solid': '#8b94a5',
  'bg-layout': '#f5f6f8',
  bg: '#ffffff',
  'bg-sub': '#fafbfc',
  'bg-hover': '#f3f5f8',
  'bg-raise': '#ffffff',
  'bg-stage': '#23282f',
  'seg-on': '#ffffff',
  border: '#e3e6eb',
  'border-strong': '#cfd4dc',
  split: '#edeff3',
  text: '#171b22',
  'text-2': '#4a5262',
  'text-3': '#626a7b',
  'text-4': '#9aa2b1',
  'shadow-1': '0 1px 2px rgba(18,24,38,.05)',
  'shadow-2': '0 6px 20px -6px rgba(18,24,38,.18),0 2px 6px rgba(18,24,38,.06)',
  ring: '0 0 0 3px rgba(35,83,207,.22)',
};

export type Palette = typeof light;

const dark: Palette = {
  primary: '#86a8ff',
  'primary-hover': '#9db9ff',
  'primary-active': '#6d93f5',
  'primary-bg': '#1b2540',
  'primary-border': '#33498a',
  'on-primary': '#0d1530',
  ok: '#6fd3a2',
  'ok-bg': '#13291f',
  'ok-border': '#245841',
  'ok-solid': '#35a873',
  warn: '#f0bd62',
  'warn-bg': '#2d2412',
  'warn-border': '#5f4a1d',
  'warn-solid': '#d9942a',
  bad: '#ff908c',
  'bad-bg': '#331a1b',
  'bad-border': '#6c2f30',
  'bad-solid': '#d9504d',
  unk: '#a5aebe',
  'unk-bg': '#20252d',
  'unk-border': '#48505e',
  'unk-solid': '#737d8e',
  'bg-layout': '#0e1115',
  bg: '#161a20',
  'bg-sub': '#1a1f26',
  'bg-hover': '#1f252d',
  'bg-raise': '#1c2128',
  'bg-stage': '#0a0c0f',
  'seg-on': '#333b47',
  border: '#2a303a',
  'border-strong': '#3b434f',
  split: '#232932',
  text: '#e7eaef',
  'text-2': '#b2bac7',
  'text-3': '#8c95a5',
  'text-4': '#636c7b',
  'shadow-1': 'none',
  'shadow-2': '0 8px 24px rgba(0,0,0,.5)',
  ring: '0 0 0 3px rgba(134,168,255,.3)',
};

export const paletteOf = (isDark: boolean): Palette => (isDark ? dark : light);

export function paint(isDark: boolean): void {
  const root = document.documentElement;
  root.dataset['theme'] = isDark ? 'dark' : 'light';
  root.style.colorScheme = isDark ? 'dark' : 'light';
  for (const [name, value] of Object.entries(paletteOf(isDark))) root.style.setProperty(`--${name}`, value);
}
