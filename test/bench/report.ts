/** The results in words for a person, and as JSON for a script. Pure. */
import type { Baseline } from './baseline';
import { compareWith, isReached, reachWords, valueText, type Values } from './compare';
import { figures as specs } from './figures';
import type { Machine } from './machine';
import type { Figure } from './measurement';

/** By id of the figure, with the measurement's name before it. */
export type Taken = Readonly<Record<string, Figure>>;

export function valuesOf(taken: Taken): Values {
  const values: Record<string, number> = {};
  for (const [id, figure] of Object.entries(taken)) {
    if ('value' in figure) values[id] = figure.value;
  }
  return values;
}

const wordsWidth = Math.max(...specs.map(({ words }) => words.length)) + 2;
const valueWidth = 17;

/** One figure a line, with what it is compared to below one another. In the order of the figures. */
export function table(taken: Taken, baseline: Baseline | undefined): string[] {
  const indent = ' '.repeat(wordsWidth + valueWidth);
  return specs.flatMap((spec) => {
    const figure = taken[spec.id];
    if (!figure) return [];
    const name = spec.words.padEnd(wordsWidth);
    if ('skipped' in figure) return [`${name}not taken: ${figure.skipped}`];
    const was = baseline?.figures[spec.id];
    const said = [
      reachWords(spec, figure.value),
      was === undefined ? 'not in the baseline' : compareWith(spec, figure.value, was).words,
      figure.note,
    ].filter((words) => words !== undefined);
    const value = valueText(figure.value, spec.unit).padStart(valueWidth - 2);
    return said.map((words, line) => `${line === 0 ? `${name}${value}  ` : indent}${words}`);
  });
}

/** What must be reached, told in one sentence. */
export function mustReach(taken: Taken): string {
  const judged = specs.flatMap((spec) => {
    const figure = taken[spec.id];
    if (spec.limit === undefined || !figure || !('value' in figure)) return [];
    return [{ words: spec.words, reached: isReached(spec, figure.value) }];
  });
  const missed = judged.filter(({ reached }) => !reached).map(({ words }) => words);
  const all = `${judged.length - missed.length} of ${judged.length} figures that must be reached are`;
  return missed.length === 0 ? `${all} reached.` : `${all} reached; not: ${missed.join(', ')}.`;
}

export function document(
  taken: Taken,
  baseline: Baseline | undefined,
  machine: Machine,
  at: Date,
): unknown {
  const list = specs.flatMap((spec) => {
    const figure = taken[spec.id];
    if (!figure) return [];
    const { id, words, unit, limit } = spec;
    const facts = { id, words, unit, ...(limit === undefined ? {} : { limit }), ...figure };
    if (!('value' in figure)) return [facts];
    const was = baseline?.figures[id];
    return [
      {
        ...facts,
        ...(limit === undefined ? {} : { reached: isReached(spec, figure.value) }),
        ...(was === undefined
          ? {}
          : { baseline: was, comparison: compareWith(spec, figure.value, was).words }),
      },
    ];
  });
  return { takenAt: at.toISOString(), machine, figures: list };
}
