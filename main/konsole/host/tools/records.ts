/**
 * Tools that look at Konsole itself: its log, how it is, where a turn's time went. The engine alone knows it and is asked
 * over the port; nothing is changed, and no folder is needed. What they return is data, whoever wrote it.
 */
import { cutText, oneLine } from '../../../../preload/contract/text';
import type { RecordTool } from '../protocol';
import type { Tool } from './tool';

const asking = (
  name: RecordTool,
  summary: (input: Record<string, unknown>) => string,
): Pick<Tool, 'name' | 'readOnly' | 'sideEffects' | 'mayRepeat' | 'prepare'> => ({
  name,
  readOnly: true,
  sideEffects: false,
  // How things stand changes from one moment to the next.
  mayRepeat: true,
  prepare: (input, { ask }) => ({ summary: summary(input), run: () => ask(name, input) }),
});

const shown = (value: unknown) => (typeof value === 'string' ? cutText(oneLine(value), 80) : '');

export const logsTool: Tool = {
  ...asking('konsole_logs', ({ text }) =>
    shown(text) === ''
      ? 'Look at the log of Konsole'
      : `Look in the log of Konsole for ${shown(text)}`,
  ),
  description:
    "Searches Konsole's own log: provider requests that failed, streams that broke off, host processes, reconnects. " +
    'Records with all the words come first, then those with some; without words the newest. Where the words are not ' +
    'found, the newest warnings and errors are shown.',
  inputSchema: {
    type: 'object',
    properties: {
      text: { type: 'string', maxLength: 500, description: 'Words to look for.' },
      level: {
        type: 'string',
        enum: ['debug', 'info', 'warn', 'error'],
        description: 'The least that is wanted.',
      },
      area: {
        type: 'string',
        maxLength: 60,
        description: 'pool, turn, provider, transport, desktop, journal, command or host.',
      },
      minutes: { type: 'integer', minimum: 1, description: 'How far back.' },
      limit: { type: 'integer', minimum: 1, maximum: 60, description: 'Records, 30 if absent.' },
    },
  },
};

export const statusTool: Tool = {
  ...asking('konsole_status', () => 'Look at the status of Konsole'),
  description:
    'How Konsole is at this moment: the main turns that run and what they do, what failed lately, hosts and queues, the ' +
    'journal, the newest warnings and errors.',
  inputSchema: { type: 'object', properties: {} },
};

export const explainTool: Tool = {
  ...asking('turn_explain', ({ turn, session }) =>
    turn === undefined && session === undefined
      ? 'Look where the time of the main turn went'
      : 'Look where the time of a turn went',
  ),
  description:
    'Where the time and money of a turn went: first event, thinking, tools, approvals, retries, silence, its slowest ' +
    'steps and why it ended. Without input: the newest main turn that runs, or the last one that ran.',
  inputSchema: {
    type: 'object',
    properties: {
      session: { type: 'string', maxLength: 64, description: 'Id of a session.' },
      turn: { type: 'string', maxLength: 64, description: 'Id of a turn of that session.' },
    },
  },
};
