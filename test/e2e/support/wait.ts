/** Waits for a condition instead of guessing a time: asks again every 25 ms until it holds. */

/** Resolves with the first answer that is neither undefined nor false; rejects after `within` ms. */
export async function waitFor<T>(
  what: string,
  ask: () => Promise<T | undefined | false>,
  within = 15_000,
): Promise<T> {
  const end = Date.now() + within;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > end) throw new Error(`Waited ${within} ms for ${what}.`);
    await new Promise((resolve) => {
      setTimeout(resolve, 25);
    });
  }
}
