/**
 * The demo's script: what it answers to a request. Honest about being one: every statement about the
 * folder is computed from what the tools really returned. Pure; paced by demo-fetch.ts.
 */
import { decisionAnswer } from './decision';
import {
  endings,
  headline,
  linesIn,
  matchesIn,
  pathsIn,
  readRequest,
  recordsIn,
  tellingFile,
  tellingWord,
  troubleIn,
  type DemoRequest,
} from './facts';

export type DemoBlock =
  | { type: 'thinking'; text: string }
  | { type: 'text'; text: string }
  | { type: 'tool'; name: string; input: Record<string, unknown> };

export interface DemoAnswer {
  blocks: DemoBlock[];
  stop: 'end_turn' | 'tool_use';
}

const thought = (text: string): DemoBlock => ({ type: 'thinking', text });
const call = (name: string, input: Record<string, unknown>): DemoBlock => ({
  type: 'tool',
  name,
  input,
});

/** What the prompt of a side question says about itself. */
const isQuick = (request: DemoRequest) => request.system.includes('Quick Turn');

/** Whatever comes next, it says first what it was told while it worked. */
export function demoAnswer(body: unknown, long: boolean): DemoAnswer {
  const request = readRequest(body);
  const heard = hearing(request);
  if (request.answered && heard) return say(heard);
  const next = answerTo(request, long);
  return heard ? { ...next, blocks: [{ type: 'text', text: heard }, ...next.blocks] } : next;
}

function hearing({ said }: DemoRequest): string | undefined {
  if (said.length === 0) return undefined;
  const quoted = said.map((text) => `“${short(text, 200)}”`).join(' and ');
  return `While I worked you said ${quoted}. I am a script and cannot follow it, but a model reads it at this very step.\n\n`;
}

function answerTo(request: DemoRequest, long: boolean): DemoAnswer {
  const decision = decisionAnswer(request);
  if (decision) return decision;
  if (isQuick(request)) return quick(request);
  if (!request.hasFolder) return say(noFolder(request));
  const last = request.calls.at(-1);
  if (!last) {
    return {
      stop: 'tool_use',
      blocks: [
        thought(
          `The question is “${short(request.question, 120)}”. I am a script, so I will not pretend to ` +
            'understand it. What I can do is look at the folder with the real tools and report what is ' +
            'there. First, which files are in it?',
        ),
        call('glob', { pattern: '**/*' }),
      ],
    };
  }
  const paths = pathsIn(request.calls.find((made) => made.name === 'glob')?.output ?? '');
  if (last.name === 'glob') {
    const file = last.failed ? undefined : tellingFile(paths);
    if (!file) return say(emptyFolder(request, last.failed ? last.output : undefined));
    return {
      stop: 'tool_use',
      blocks: [
        thought(`${plural(paths.length, 'file')} listed. ${file} should say what this is about.`),
        call('read', { path: file, limit: 120 }),
      ],
    };
  }
  if (last.name === 'read') {
    const word = tellingWord(linesIn(last.output));
    return {
      stop: 'tool_use',
      blocks: [
        thought(`The word “${word}” stands in it. Where else?`),
        call('grep', { pattern: word, ignore_case: true }),
      ],
    };
  }
  return say(
    report(request, paths, long),
    'All three tools have answered. Now the facts, and nothing else.',
  );
}

function say(text: string, thinking?: string): DemoAnswer {
  const blocks: DemoBlock[] = [{ type: 'text', text }];
  if (thinking) blocks.unshift(thought(thinking));
  return { stop: 'end_turn', blocks };
}

const plural = (count: number, word: string) =>
  `${count.toLocaleString('en')} ${word}${count === 1 ? '' : 's'}`;

function short(text: string, max: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > max ? `${[...line].slice(0, max - 1).join('')}…` : line;
}

const inputText = (value: unknown) => (typeof value === 'string' ? value : '');
const cell = (text: string) => short(text, 60).replaceAll('|', '\\|').replaceAll('`', "'");

function report(request: DemoRequest, paths: readonly string[], long: boolean): string {
  const read = request.calls.findLast((made) => made.name === 'read');
  const grep = request.calls.findLast((made) => made.name === 'grep');
  const file = inputText(read?.input.path);
  const lines = linesIn(read?.output ?? '');
  const word = inputText(grep?.input.pattern);
  const hits = matchesIn(grep?.output ?? '');
  const files = [...new Set(hits.map((hit) => hit.file))];
  const title = headline(lines);
  const excerpt = lines.filter((line) => line.trim() !== '').slice(0, 6);
  const text = [
    '## What is really in this folder',
    '',
    'This is the demo: a script, no AI. It cannot answer your question, but everything below was just ' +
      'computed from what the tools returned.',
    '',
    `- **${plural(paths.length, 'file')}** listed by \`glob\``,
    title ? `- \`${file}\` begins with **${cell(title)}**` : `- \`${file}\` has no heading`,
    `- **${plural(hits.length, 'match').replace('matchs', 'matches')}** of \`${word}\` in ` +
      `${plural(files.length, 'file')}, by \`grep\``,
    '',
    '| ending | files |',
    '|---|---:|',
    ...endings(paths)
      .slice(0, 6)
      .map(([ending, count]) => `| \`${ending}\` | ${count} |`),
    '',
    `The first lines of \`${file}\`:`,
    '',
    '```' + (file.endsWith('.json') ? 'json' : file.endsWith('.md') ? 'markdown' : ''),
    ...excerpt.map((line) => line.replaceAll('```', "'''")),
    '```',
    '',
    ...hits
      .slice(0, 3)
      .map((hit, at) => `${at + 1}. \`${hit.file}\`, line ${hit.line}: ${cell(hit.text)}`),
    '',
    'With a key in **Settings → Providers**, or a local server, a real model answers here.',
  ];
  if (long) text.push('', ...filler(paths));
  return text.join('\n');
}

/** Something long to stop: the list of files, a few times over. */
function filler(paths: readonly string[]): string[] {
  const rows: string[] = ['### The files, one by one', ''];
  const some = paths.length > 0 ? paths : ['(no file)'];
  for (let n = 0; n < 400; n++) rows.push(`${n + 1}. \`${some[n % some.length] ?? ''}\``);
  return rows;
}

function noFolder(request: DemoRequest): string {
  return [
    `You asked: “${short(request.question, 200)}”.`,
    '',
    'This is the demo: a script, no AI. No folder is chosen, so there is nothing its tools could look at.',
    '',
    '- Choose a folder for this session to see real tool calls.',
    '- Give a key in **Settings → Providers** to have a real model answer.',
  ].join('\n');
}

function emptyFolder(request: DemoRequest, failure: string | undefined): string {
  return [
    `You asked: “${short(request.question, 200)}”.`,
    '',
    failure
      ? `This is the demo: a script, no AI. The folder could not be looked at: ${short(failure, 300)}`
      : 'This is the demo: a script, no AI. The folder has no file that it could read.',
    '',
    'Choose another folder to see it work.',
  ].join('\n');
}

/** What a question is about that the tools for Konsole itself can tell of. */
function lookFor({ question }: DemoRequest): DemoBlock | undefined {
  if (/\b(logs?|errors?|websocket|failed|failure|broke)\b/i.test(question)) {
    return call('konsole_logs', { text: short(question, 200) });
  }
  return /\b(status|pool)\b/i.test(question) ? call('konsole_status', {}) : undefined;
}

/** A question about Konsole itself looks with the real tool first. */
function quick(request: DemoRequest): DemoAnswer {
  const look = request.calls.length === 0 ? lookFor(request) : undefined;
  if (look) return { stop: 'tool_use', blocks: [look] };
  return say(quickAnswer(request));
}

function looked({ calls }: DemoRequest): string[] {
  const last = calls.findLast(({ name }) => name === 'konsole_logs' || name === 'konsole_status');
  if (!last) return [];
  if (last.failed) return [`\`${last.name}\` had no answer: ${short(last.output, 200)}`, ''];
  const records = recordsIn(last.output);
  const trouble = troubleIn(records);
  const named = trouble ? [`The newest trouble: \`${trouble.replaceAll('`', "'")}\``, ''] : [];
  const lines = records.slice(-6).map((row) => short(row, 300));
  const count = plural(records.length, 'record');
  return [`\`${last.name}\` showed ${count}.`, '', ...named, ...fencedRows(lines)];
}

const fencedRows = (rows: readonly string[]) =>
  rows.length === 0 ? [] : ['```text', ...rows, '```', ''];

function quickAnswer(request: DemoRequest): string {
  const facts = request.note
    .split('\n')
    .filter((line) => {
      const said = line.trim();
      return said !== '' && !/^<\/?[a-z-]+>$|^(folder|date):|^Facts about .*:$/i.test(said);
    })
    // What belongs to the line above it stays under it, each on a line of its own.
    .map((line) => (/^ +[^ -]/.test(line) ? `  - ${line.trim()}` : line.trimEnd()));
  const seen =
    facts.length > 0
      ? [
          'This is what I was told about the work that runs elsewhere:',
          '',
          ...facts.slice(0, 12).map((line) => `> ${line}`),
        ]
      : ['No main turn is running, as far as I was told.'];
  return [
    `You asked: “${short(request.question, 200)}”.`,
    '',
    ...looked(request),
    ...seen,
    '',
    'This answer is scripted (demo, no AI). It came from its own process and waits for no main turn.',
  ].join('\n');
}
