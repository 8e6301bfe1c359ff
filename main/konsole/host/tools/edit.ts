/** The tool `edit`: replaces one place of a text file, or all that are exactly the same. Never a guess. */
import type { Place, Workspace } from '../../folder/workspace';
import { cutText } from '../../../../preload/contract/text';
import { diffOf } from './diff';
import { isBinary, type FileState, sizeText } from './file-state';
import { applyEdit, type Edited, type How, lineAt, type Span } from './match';
import { nearestLines } from './nearest';
import { changedSince, putFile } from './put-file';
import { region } from './rows';
import { hashedBytes, stampOf } from './stamp';
import { failed, type PreparedCall, type Tool, type ToolContext, type ToolResult } from './tool';
import { asResult, halfCharacter, mostChars, prepareChange } from './write';

/** Of many replacements the first ones are shown. */
const mostRegions = 4;

export const editTool: Tool = {
  name: 'edit',
  description:
    'Replaces `old_string` by `new_string` in a text file. `old_string` must fit exactly one place; give enough lines ' +
    'around it. White space at line ends, or the indentation of all lines alike, may differ if only one place fits.',
  inputSchema: {
    type: 'object',
    properties: {
      path: { type: 'string', description: 'Path of the file, relative to the folder.' },
      old_string: {
        type: 'string',
        maxLength: mostChars,
        description: 'The text as it is now, without line numbers.',
      },
      new_string: { type: 'string', maxLength: mostChars, description: 'What takes its place.' },
      replace_all: {
        type: 'boolean',
        description: 'True: every place that is exactly `old_string`.',
      },
    },
    required: ['path', 'old_string', 'new_string'],
  },
  readOnly: false,
  sideEffects: true,
  async prepare(input, context) {
    const asked = String(input.path);
    const change: Change = {
      old: String(input.old_string),
      new: String(input.new_string),
      all: input.replace_all === true,
    };
    const wrong =
      halfCharacter(change.old, 'old_string') ?? halfCharacter(change.new, 'new_string');
    if (wrong) return wrong;
    if (change.old === change.new) {
      return failed(
        '`old_string` and `new_string` are the same: nothing would change.',
        'no change',
      );
    }
    return prepareChange(asked, context, async ({ workspace, place, before }) =>
      prepareEdit(workspace, place, asked, before, change, context),
    );
  },
};

interface Change {
  old: string;
  new: string;
  all: boolean;
}

function prepareEdit(
  workspace: Workspace,
  place: Place,
  asked: string,
  before: FileState,
  change: Change,
  context: ToolContext,
): PreparedCall | ToolResult {
  if (before.kind === 'missing') {
    return failed(`"${asked}" does not exist. Use \`write\` to make it.`, 'no file');
  }
  const stale = changedSince(before, place, asked, context);
  if (stale) return stale;
  const { content } = before;
  if (!content) {
    return failed(`"${asked}" is too large to edit (${sizeText(before.size)}).`, 'too large');
  }
  if (isBinary(content)) {
    return failed(`"${asked}" is no text (${sizeText(before.size)} of binary data).`, 'binary');
  }
  if (change.old === '' || content.byteLength === 0) {
    const what = content.byteLength === 0 ? `"${asked}" is empty` : '`old_string` is empty';
    return failed(
      `${what}: there is nothing to replace. Use \`write\` instead.`,
      'nothing to find',
    );
  }
  const edited = applyEdit(content.toString('latin1'), {
    old: bytesOf(change.old),
    new: bytesOf(change.new),
    all: change.all,
  });
  if (!edited.ok) return notFound(edited, asked, content, change);
  const after = Buffer.from(edited.content, 'latin1');
  if (after.equals(content)) {
    return failed('The file would stay as it is: nothing would change.', 'no change');
  }
  if (after.byteLength > hashedBytes) {
    return failed(
      `"${asked}" would become too large (${sizeText(after.byteLength)}).`,
      'too large',
    );
  }
  return {
    summary: `Edit ${place.path}`,
    wanted: { kind: 'write', tool: 'edit', path: place.path, outside: place.outside },
    diff: diffOf(place.path, content, after),
    async run() {
      try {
        const put = { workspace, place, asked, before, content: after };
        const refused = await putFile(put, context.signal);
        if (refused) return refused;
      } catch (error) {
        return asResult(error, asked, context.signal);
      }
      context.seen.set(place.real, stampOf(after));
      return outcome(place.path, edited);
    },
  };
}

const bytesOf = (text: string) => Buffer.from(text, 'utf8').toString('latin1');

const ways: Record<How, string> = {
  exact: '',
  trailing: ', matched ignoring white space at line ends',
  indentation: ', matched ignoring indentation',
};

function outcome(path: string, { content, how, spans }: Extract<Edited, { ok: true }>): ToolResult {
  const lines = Buffer.from(content, 'latin1').toString('utf8').split('\n');
  if (lines.at(-1) === '') lines.pop();
  const regions = spans.slice(0, mostRegions).map((span) => {
    const { first, last } = linesOf(content, span);
    return region(lines, first, last).join('\n');
  });
  const places = spans.length === 1 ? '' : ` in ${spans.length.toLocaleString('en')} places`;
  const more = spans.length > mostRegions ? [`(${spans.length - mostRegions} more places)`] : [];
  const text = [`Edited ${path}${places}${ways[how]}. It now reads:`, ...regions, ...more];
  const summary = spans.length === 1 ? `line ${linesOf(content, spans[0]).first}` : places.trim();
  return { ok: true, text: text.join('\n'), summary };
}

function linesOf(content: string, { start, end }: Span = { start: 0, end: 0 }) {
  const first = lineAt(content, start);
  const text = content.slice(start, end);
  const breaks = text.split('\n').length - 1;
  return { first, last: first + Math.max(0, text.endsWith('\n') ? breaks - 1 : breaks) };
}

function notFound(
  found: Extract<Edited, { ok: false }>,
  asked: string,
  content: Buffer,
  { old, all }: Change,
): ToolResult {
  if (found.why === 'several') {
    const more = found.count > found.lines.length ? ' and more' : '';
    const how = found.how === 'exact' ? '' : ' but for white space';
    const other = found.how === 'exact' ? ', or set `replace_all`' : '';
    return failed(
      `\`old_string\` fits ${found.count.toLocaleString('en')} places of "${asked}"${how}: lines ${found.lines.join(', ')}${more}. ` +
        `Nothing was changed. Give more lines around the one that is meant${other}.`,
      `${found.count} places`,
    );
  }
  const near = nearestLines(content.toString('utf8'), old);
  const told = cutText(old.trim().split('\n')[0] ?? '', 80);
  const none = near && told !== '' ? ` No line of it is similar to "${told}".` : '';
  const hint = near?.length
    ? ` The most similar text begins at line ${near.join(', or line ')}.`
    : none;
  const exactly = all ? ' With `replace_all` it must be there exactly.' : '';
  return failed(
    `\`old_string\` was not found in "${asked}".${exactly}${hint} Nothing was changed. Read the file again and give the text as it is there.`,
    'not found',
  );
}
