import { useEffect, useRef, useState } from 'preact/hooks';

const stepMilliseconds = 900;

/** Lets the words go by, one after the other in the order in which they are read; ends with the last one. */
export function usePlayer(token: number, tokens: number, reads: 'forward' | 'backward', show: (token: number) => void): { readonly isPlaying: boolean; readonly toggle: () => void } {
  const [isPlaying, setPlaying] = useState(false);
  // what was chosen while a word was waited for must not be taken back
  const latest = useRef(show);
  latest.current = show;
  const step = reads === 'forward' ? 1 : -1;
  const isLast = token + step < 0 || token + step >= tokens;
  useEffect(() => {
    if (!isPlaying) return undefined;
    if (isLast) {
      setPlaying(false);
      return undefined;
    }
    const timer = setTimeout(() => latest.current(token + step), stepMilliseconds);
    return () => clearTimeout(timer);
  }, [isPlaying, token, isLast, step]);
  return {
    isPlaying,
    toggle() {
      if (!isPlaying && isLast) show(step > 0 ? 0 : tokens - 1);
      setPlaying(!isPlaying);
    },
  };
}
