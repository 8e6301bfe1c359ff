/** Lets a text of megabytes grow in steps: whoever looks into a text that grew copies all of it first. */
import { useEffect, useReducer, useState } from 'react';

/** Characters from which on that is felt, and ms between two steps. */
const longText = 500_000;
const stepMs = 250;

function createSteps(now: () => number) {
  let shown = '';
  let since = -Infinity;
  return (text: string, streaming: boolean): string => {
    const isSoon = streaming && text.length > longText && now() - since < stepMs;
    if (isSoon && text.length >= shown.length) return shown;
    since = now();
    shown = text;
    return text;
  };
}

/** The text, or while it streams what it was up to a quarter of a second ago. */
export function useSteadyText(text: string, streaming: boolean): string {
  const [steps] = useState(() => createSteps(() => performance.now()));
  const [, step] = useReducer((count: number) => count + 1, 0);
  const shown = steps(text, streaming);
  const isBehind = shown.length < text.length;
  useEffect(() => {
    if (!isBehind) return undefined;
    const timer = setInterval(step, stepMs);
    return () => clearInterval(timer);
  }, [isBehind]);
  return shown;
}
