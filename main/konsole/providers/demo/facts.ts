/**
 * What the script can truly say: facts computed from the tool results in the request it gets. Reads the
 * body of a Messages request and nothing else. Pure.
 */

export interface DemoRequest {
  model: string;
  system: string;
  /** The person's last question. */
  question: string;
  /** What Konsole added to it: folder, date, what runs elsewhere. */
  note: string;
  /** A folder is chosen that its tools can look at. */
  hasFolder: boolean;
  /** What came along with the question: names of text files and PDFs, and how many pictures. */
  files: string[];
  pictures: number;
  /** Tool calls made since that question, oldest first, with what came back. */
  calls: { name: string; input: Record<string, unknown>; output: string; failed: boolean }[];
  /** What the person said while the turn ran and no answer has had yet. */
  said: string[];
  /** The question has its answer already: only what was said since wants one. */
  answered: boolean;
}

interface Part {
  type?: string;
  text?: string;
  id?: string;
  name?: string;
  input?: Record<string, unknown>;
  tool_use_id?: string;
  content?: unknown;
  is_error?: boolean;
}

interface Body {
  model?: string;
  system?: { text?: string }[];
  messages?: { role: string; content: Part[] }[];
}

export function readRequest(body: unknown): DemoRequest {
  const { model = '', system = [], messages = [] } = (body ?? {}) as Body;
  // Every question has Konsole's note behind it; what is said to a running turn has none.
  const isQuestion = (message: { role: string; content: Part[] }) =>
    message.role === 'user' && textsOf(message.content).some(isNote);
  const at = messages.findLastIndex(isQuestion);
  const words = textsOf(messages[at]?.content ?? []);
  const noteAt = words.findLastIndex(isNote);
  const later = messages.slice(at + 1);
  const parts = later.flatMap((message) => message.content);
  const calls = parts
    .filter((part) => part.type === 'tool_use')
    .map((use) => {
      const back = parts.find((part) => part.tool_use_id === use.id);
      return {
        name: use.name ?? '',
        input: use.input ?? {},
        output: typeof back?.content === 'string' ? back.content : '',
        failed: back?.is_error === true,
      };
    });
  const last = later.at(-1);
  const answer = later.findLast((message) => message.role === 'assistant');
  return {
    model,
    system: system.map((part) => part.text ?? '').join('\n'),
    question: words[noteAt - 1] ?? '',
    note: words[noteAt] ?? '',
    hasFolder: !/^folder: none/m.test(words[noteAt] ?? ''),
    files: words.flatMap((text) => /^<file name="([^"]*)">/.exec(text)?.[1] ?? []),
    pictures: (messages[at]?.content ?? []).filter((part) => part.type === 'image').length,
    calls,
    said: last ? textsOf(last.content) : words.slice(noteAt + 1),
    answered: answer !== undefined && !answer.content.some((part) => part.type === 'tool_use'),
  };
}

const isNote = (text: string) => text.startsWith('<konsole>');

const textsOf = (content: readonly Part[]) =>
  content.filter((part) => part.type === 'text').map((part) => part.text ?? '');

/** Paths that `glob` listed, without its remarks. */
export function pathsIn(output: string): string[] {
  return output.split('\n').filter((line) => line !== '' && !/^[([]/.test(line));
}

const wanted = [
  /^readme(\.\w+)?$/i,
  /^package\.json$/i,
  /^(pyproject\.toml|cargo\.toml|go\.mod|makefile)$/i,
  /\.(md|txt)$/i,
  /\.(ts|js|py|go|rs|c|java|json|html|css|sh)$/i,
];

/** The file that says most about a folder: its README, else its manifest, else some text. */
export function tellingFile(paths: readonly string[]): string | undefined {
  for (const pattern of wanted) {
    const found = paths.filter((path) => pattern.test(path.split('/').at(-1) ?? ''));
    found.sort((a, b) => a.split('/').length - b.split('/').length || a.localeCompare(b));
    if (found[0]) return found[0];
  }
  return undefined;
}

/** The text of `read` without its line numbers and closing remark. */
export function linesIn(output: string): string[] {
  return output
    .split('\n')
    .filter((line) => /^\s*\d+\t/.test(line))
    .map((line) => line.replace(/^\s*\d+\t/, ''));
}

/** First heading of a README, or the name in a manifest. */
export function headline(lines: readonly string[]): string | undefined {
  const heading = lines.find((line) => /^#{1,3}\s+\S/.test(line));
  if (heading) return heading.replace(/^#+\s+/, '').trim();
  for (const line of lines) {
    const name = /^\s*"?name"?\s*[:=]\s*"([^"]+)"/.exec(line);
    if (name?.[1]) return name[1];
  }
  return lines.find((line) => line.trim() !== '')?.trim();
}

/** A word of the file worth looking for elsewhere: plain letters, so that it is a safe pattern. */
export function tellingWord(lines: readonly string[]): string {
  const words =
    lines
      .slice(0, 40)
      .join(' ')
      .match(/[A-Za-z]{5,20}/g) ?? [];
  const dull =
    /^(https?|about|there|their|which|these|those|should|would|version|scripts|private)$/i;
  return words.find((word) => !dull.test(word)) ?? 'the';
}

/** Matches by file, from the lines `path:line:text` of `grep`. */
export function matchesIn(output: string): { file: string; line: number; text: string }[] {
  return output.split('\n').flatMap((row) => {
    const hit = /^(.+?):(\d+):(.*)$/.exec(row);
    return hit?.[1] ? [{ file: hit[1], line: Number(hit[2]), text: hit[3] ?? '' }] : [];
  });
}

/** The records that a look into Konsole's log or status returned, oldest first, each once. */
export function recordsIn(output: string): string[] {
  return [...new Set(output.split('\n').filter((row) => /^\d{4}-\d\d-\d\dT\S+ \w+ /.test(row)))];
}

/** The newest of them that tells of trouble; the time stands first in each. */
export function troubleIn(records: readonly string[]): string | undefined {
  return records
    .filter((row) => /^\S+ (warn|error) /.test(row))
    .sort()
    .at(-1);
}

/** Files by their ending, most frequent first. */
export function endings(paths: readonly string[]): [ending: string, files: number][] {
  const counts = new Map<string, number>();
  for (const path of paths) {
    const ending = /\.[A-Za-z0-9]+$/.exec(path)?.[0].toLowerCase() ?? '(none)';
    counts.set(ending, (counts.get(ending) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
}
