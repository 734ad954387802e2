import { useEffect, useState } from 'preact/hooks';
import type { Theme } from './color-scale.js';

const query = '(prefers-color-scheme: dark)';

/** Whether the reader's page is light or dark, also after it changes: pixels have to be painted again, which CSS does not do. */
export function useTheme(): Theme {
  const [isDark, setDark] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const list = matchMedia(query);
    const changed = () => setDark(list.matches);
    list.addEventListener('change', changed);
    return () => list.removeEventListener('change', changed);
  }, []);
  return isDark ? 'dark' : 'light';
}
