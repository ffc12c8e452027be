import { Input, type InputRef } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useLocation, useNavigate, useSearchParams } from 'react-router';
import { useHotkeys } from '../hotkeys';
import { Kbd } from '../parts/basics';
import { Search, X } from '../parts/icons';
import { useSettings } from '../settings';

/** Where an id leads by its kind; everything else is looked up exactly in the list of orders. */
function address(text: string): string {
  if (/^ord_[0-9a-z]{12}$/.test(text)) return `/orders/${text}`;
  if (/^rev_[0-9a-z]{12}$/.test(text)) return `/reviews/${text}`;
  if (/^stm_[0-9a-z]{12}$/.test(text)) return `/statements/${text}`;
  if (/^pay_[0-9a-z]{12}$/.test(text)) return `/payouts/${text}`;
  return `/orders?${new URLSearchParams({ q: text }).toString()}`;
}

/** One box for whole ids and numbers, reached by Ctrl K or `/` from every page. */
export function Find() {
  const [params] = useSearchParams();
  const { pathname } = useLocation();
  const shown = pathname === '/orders' ? (params.get('q') ?? '') : '';
  return <FindBox key={shown} shown={shown} />;
}

function FindBox({ shown }: { shown: string }) {
  const { t } = useSettings();
  const navigate = useNavigate();
  const inputRef = useRef<InputRef>(null);
  const [text, setText] = useState(shown);
  useHotkeys({
    '/': () => {
      inputRef.current?.focus({ cursor: 'all' });
    },
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      inputRef.current?.focus({ cursor: 'all' });
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  }, []);
  const go = (): void => {
    const wanted = text.replaceAll(/\s/g, '');
    if (wanted === '' && shown === '') return;
    void navigate(wanted === '' ? '/orders' : address(wanted));
  };
  const clear = (
    <button
      type="button"
      className="ghost"
      aria-label={t.find.clear}
      onClick={() => {
        setText('');
        if (shown !== '') void navigate('/orders');
      }}
    >
      <X size={14} aria-hidden />
    </button>
  );
  return (
    <Input
      ref={inputRef}
      className="find"
      type="search"
      aria-label={t.find.label}
      placeholder={t.find.placeholder}
      prefix={<Search size={16} aria-hidden />}
      suffix={text === '' ? <Kbd>Ctrl K</Kbd> : clear}
      maxLength={64}
      spellCheck={false}
      value={text}
      onChange={(event) => {
        setText(event.target.value);
      }}
      onPressEnter={go}
    />
  );
}
