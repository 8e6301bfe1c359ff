/** The scripted models of the demo: one script, three paces. */

/** `pace` multiplies every pause of the script; 0 has none. `long` makes the answer long enough to try Stop. */
export const demoModels = [
  {
    id: 'scripted',
    name: 'Demo: scripted answers, no AI',
    contextTokens: 200_000,
    pace: 1,
    long: false,
  },
  { id: 'fast', name: 'Demo without pauses', contextTokens: 200_000, pace: 0, long: false },
  {
    id: 'slow',
    name: 'Demo with a long, slow answer',
    contextTokens: 200_000,
    pace: 1.5,
    long: true,
  },
] as const;
