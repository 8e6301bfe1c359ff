/** Text that no page is made for, as a person, a model or a tool may write it all the same. Pure, the same in every run. */
import { prose } from './prose';

export interface BadInput {
  /** What the person asks; an ordinary question by default. */
  question?: string;
  /** What the model answers. */
  text: string;
  /** The app hangs up in the middle of it, and says so in the turn. */
  cutOff?: true;
}

const mb = 1024 * 1024;
const rows = Array.from({ length: 10_000 }, (_, n) => `| row ${n} | ${n} **KB** |\n`);
const attack =
  '<img src=x onerror="alert(1)"><svg onload=alert(1)>[a](javascript:alert(1)) ![b](http://127.0.0.1:9/x) $\\href{javascript:1}{x}$\n\n' +
  '[c]: calculator://x\n\n```mermaid\ngraph TD; A-->B; click A "javascript:1"\n```\n\n';

/** By the id of the figure. */
export function badInputs(): Record<string, BadInput> {
  return {
    message: { question: prose('mixed', 5 * mb), text: 'Read.' },
    answer: { text: prose('mixed', 1.9 * mb) },
    endless: { text: prose('mixed', 10 * mb), cutOff: true },
    line: { text: 'x'.repeat(mb) },
    directions: {
      text: 'שלום עולם مرحبا بالعالم e\u0301\u0323 \u202Eoverridden\u202C '.repeat(6_000),
    },
    fences: { text: '```\nopen '.repeat(5_000) },
    table: { text: `| Name | Size |\n|---|---|\n${rows.join('')}` },
    hostile: { text: attack.repeat(500) },
  };
}
