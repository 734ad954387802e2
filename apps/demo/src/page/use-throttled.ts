import { useEffect, useRef, useState } from 'preact/hooks';

/** The value as it was at most `milliseconds` ago: what is expensive to draw is drawn only so often, and in the end with the last one. */
export function useThrottled<T>(value: T, milliseconds: number): T {
  const [slow, setSlow] = useState(value);
  const taken = useRef(0);
  useEffect(() => {
    const wait = Math.max(0, taken.current + milliseconds - performance.now());
    const timer = setTimeout(() => {
      taken.current = performance.now();
      setSlow(value);
    }, wait);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return slow;
}
