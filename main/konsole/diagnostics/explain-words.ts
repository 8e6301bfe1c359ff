/** The facts of a turn in words: one thought a line, the total first. Pure. */
import { dollars } from '../money';
import { cutText, oneLine } from '../../../preload/contract/text';
import type { SlowStep, TurnFacts } from './explain';

/** Shorter silences are how models are. */
const toldSilenceMs = 5_000;
/** Steps after the slowest that are worth a word. */
const toldStepMs = 1_000;
const summaryChars = 80;
const reasonChars = 160;

export function sentences(facts: TurnFacts): string[] {
  return [
    opening(facts),
    tools(facts),
    ...slowest(facts),
    ...waiting(facts),
    ...retries(facts),
    ...moved(facts),
    ...abandoned(facts),
    ...model(facts),
    ...silence(facts),
    ...compactions(facts),
    ...steered(facts),
    ...money(facts),
  ];
}

function opening({ status, timing, error }: TurnFacts): string {
  const time = inWords(timing.totalMs);
  const said = error && ended(cutText(oneLine(error.message), reasonChars));
  const why = said ? `: ${said}` : '.';
  switch (status) {
    case 'running':
      return `This turn has been running for ${time}.`;
    case 'interrupted':
      return `This turn was interrupted after ${time}${why}`;
    case 'failed':
      return `This turn failed after ${time}${why}`;
    case 'refused':
      return `This turn was refused after ${time}${why}`;
    default:
      // Complete, and still worth a word: an answer that was as long as any may be.
      return `This turn took ${time}.${said ? ` ${said}` : ''}`;
  }
}

function tools({ tools: { calls, ms, pct, failed, denied, interrupted }, status }: TurnFacts) {
  const troubles = [
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(denied > 0 ? [`${denied} more denied and not run`] : []),
    ...(interrupted > 0 ? [`${interrupted} cut off`] : []),
  ];
  if (calls > 0) {
    const all = [counted(calls, 'call'), ...troubles].join(', ');
    return `Tools took ${pct} % (${inWords(ms)}): ${all}.`;
  }
  if (troubles.length > 0) return `No tool ran: ${troubles.join(', ')}.`;
  return status === 'running' ? 'No tool has run yet.' : 'No tool was used.';
}

function slowest({ slowest: [first, ...rest] }: TurnFacts): string[] {
  if (!first) return [];
  const more = rest.filter(({ ms }) => ms >= toldStepMs).slice(0, 2);
  const then = more.length > 0 ? ` After it: ${more.map(stepInWords).join('; ')}.` : '';
  return [`The slowest step was ${stepInWords(first)}.${then}`];
}

function stepInWords({ kind, name, summary, ms, status }: SlowStep): string {
  const running = status === 'running' || status === undefined ? ' so far' : '';
  return `${whatOf(kind, name, summary)}, ${inWords(ms)}${running}`;
}

function whatOf(kind: SlowStep['kind'], name = 'a tool', summary?: string): string {
  if (kind === 'thinking') return 'thinking';
  if (kind === 'text') return 'writing text';
  if (kind === 'summary') return 'summing up the conversation';
  if (summary === undefined) return name;
  // A model wrote it: it must not end the marks around it.
  const shown = `\`${cutText(summary, summaryChars).replaceAll('`', "'")}\``;
  return summary.toLowerCase().startsWith(name.toLowerCase()) ? shown : `${name} ${shown}`;
}

function waiting({ approvals: { count, ms, denied, waiting: open } }: TurnFacts): string[] {
  if (count === 0) return [];
  const answers = denied > 0 ? `, ${denied} denied` : '';
  const now = open > 0 ? ' It waits for your answer now.' : '';
  return [`Waiting for you took ${inWords(ms)} (${counted(count, 'approval')}${answers}).${now}`];
}

function retries({ retries: { count, ms, reasons } }: TurnFacts): string[] {
  const [most] = reasons;
  if (count === 0) return [];
  const why = most?.reason ? `: ${ended(cutText(most.reason, reasonChars))}` : '.';
  const others = reasons.length > 1 ? ` (${reasons.length} different reasons)` : '';
  const times = count === 1 ? 'once' : `${count} times`;
  return [`The provider was tried again ${times}, ${inWords(ms)} lost to pauses${others}${why}`];
}

function moved({ moved: all }: TurnFacts): string[] {
  return all.map(({ from, to, reason }) => {
    const why = ended(cutText(oneLine(reason), reasonChars));
    return `${from} did not answer, so ${to} was asked: ${why}`;
  });
}

function abandoned({ abandoned: { blocks, ms } }: TurnFacts): string[] {
  if (blocks === 0) return [];
  const what = blocks === 1 ? 'One piece' : `${blocks} pieces`;
  return [`${what} of a try that failed had to be made again: ${inWords(ms)} of work.`];
}

function model({ thinking, responding, firstMs, status, timing }: TurnFacts): string[] {
  const first =
    firstMs === undefined
      ? status === 'running'
        ? 'The model has not begun to answer yet.'
        : 'The model never began to answer.'
      : `The first word came after ${inWords(firstMs)}.`;
  if (timing.thinkingMs + timing.respondingMs === 0) return [first];
  const thought = `Thinking and waiting for the next step took ${thinking.pct} % (${inWords(thinking.ms)})`;
  const wrote = `writing ${responding.pct} % (${inWords(responding.ms)})`;
  return [`${thought}, ${wrote}.`, first];
}

function silence({ silence: { longestMs, first } }: TurnFacts): string[] {
  if (first || longestMs < toldSilenceMs) return [];
  return [`The longest silence of the model was ${inWords(longestMs)}.`];
}

function compactions({ compactions: count }: TurnFacts): string[] {
  if (count === 0) return [];
  const times = count === 1 ? 'once' : `${count} times`;
  return [`The conversation was summed up ${times}, to make room for more.`];
}

function steered({ steered: count }: TurnFacts): string[] {
  return count === 0 ? [] : [`You spoke to it ${count === 1 ? 'once' : `${count} times`}.`];
}

function money({ usage }: TurnFacts): string[] {
  if (!usage) return [];
  const { inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens, costUsd } = usage;
  const read = inputTokens + cacheReadTokens + cacheWriteTokens;
  const cached = Math.round((100 * cacheReadTokens) / Math.max(1, read));
  const part = cacheReadTokens > 0 ? ` (${cached} % from the cache)` : '';
  const cost =
    costUsd === undefined ? 'What that cost is not known.' : `That cost ${dollars(costUsd)}.`;
  return [`It read ${grouped(read)} tokens${part} and wrote ${grouped(outputTokens)}. ${cost}`];
}

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;
const ended = (text: string) => (/[.!?…]$/.test(text) ? text : `${text}.`);
const grouped = (count: number) => Math.round(count).toLocaleString('en-US');

/** "0.4 s", "45 s", "12 min 4 s", "2 h 5 min". */
export function inWords(ms: number): string {
  if (ms < 9_950) return `${Number((ms / 1000).toFixed(1))} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.round(ms / 60_000);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
