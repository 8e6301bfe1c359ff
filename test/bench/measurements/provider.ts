/** From a delta on the provider's wire to its text on the screen, through host, journal, hub, port and page. */
import { startApp } from '../app';
import { benchHome } from '../home';
import { newSession, openMain, transcript } from '../main-window';
import type { Context, Figures, Measurement } from '../measurement';
import { liveAnswer } from '../provider';
import { prose } from '../prose';
import { percentile, repeatable } from '../statistics';
import { marksUpTo } from '../marks';
import { pause } from '../wait';

const deltas = 240;

async function run(context: Context): Promise<Figures> {
  const app = await startApp(context, { home: await benchHome(context) });
  const page = await openMain(app);
  const session = await newSession(page);
  const answer = await liveAnswer(context, page, session);
  await page.bench('watchMarks', transcript);
  const random = repeatable(3);
  const sent: number[] = [];
  const text = prose('paragraph', deltas * 40);
  const marks = await marksUpTo(page, deltas - 1, async () => {
    for (let n = 0; n < deltas; n += 1) {
      // Never in step with the frames or with the host's 16 ms.
      await pause(25 + random() * 20);
      const words = text.slice(n * 40, n * 40 + 34).replaceAll('\n', ' ');
      sent[n] = await answer.write(`${words} w${n}w${n % 8 === 7 ? '\n\n' : ' '}`);
    }
  });
  const clock = await page.clock();
  const took = marks.map(({ mark, at }) => at + clock - (sent[mark] ?? Number.NaN));
  await answer.end();
  const figure = (value: number) => ({ value, samples: took.length });
  return {
    p50: figure(percentile(took, 0.5)),
    p95: figure(percentile(took, 0.95)),
    max: figure(Math.max(...took)),
  };
}

export const provider: Measurement = {
  name: 'provider',
  words: "from a byte on the provider's wire to its text on the screen",
  run,
};
