/**
 * Tools that keep something for a person: a decision with its choices, a task, a result. The engine alone keeps kontasks
 * and is asked over the port; nothing else is changed, so nobody has to allow it. What is in them is checked there.
 */
import { limits } from '../../../../preload/contract/limits';
import { cutText, oneLine } from '../../../../preload/contract/text';
import type { KontaskTool } from '../protocol';
import type { Tool } from './tool';

const shown = (value: unknown) => (typeof value === 'string' ? cutText(oneLine(value), 120) : '');

const asking = (
  name: KontaskTool,
  readOnly: boolean,
  summary: (input: Record<string, unknown>) => string,
): Pick<Tool, 'name' | 'readOnly' | 'sideEffects' | 'mayRepeat' | 'prepare'> => ({
  name,
  readOnly,
  sideEffects: !readOnly,
  // How things stand changes from one moment to the next.
  mayRepeat: readOnly,
  prepare: (input, { ask }) => ({ summary: summary(input), run: () => ask(name, input) }),
});

const text = (maxLength: number, description: string) => ({
  type: 'string',
  maxLength,
  description,
});

const status = (values: readonly string[], description: string) => ({
  type: 'string',
  enum: values,
  description,
});

/** What a kontask may say of itself, the same for one that is made and one that is changed. */
const content = {
  description: text(
    limits.kontaskDescriptionChars,
    'One or two sentences: what this is about and why it matters.',
  ),
  output: text(
    limits.kontaskOutputChars,
    'What the person reads before deciding, or the result: markdown, or HTML with inline styles (no scripts, nothing ' +
      'from the network). Without it your answer at the end of this turn takes its place.',
  ),
  choices: {
    type: 'array',
    maxItems: limits.kontaskChoices,
    description:
      'What can be picked. The value of the picked one is sent to you word for word as the next message, so write it as ' +
      'a full instruction that makes sense by itself.',
    items: {
      type: 'object',
      properties: {
        label: { type: 'string', minLength: 1, maxLength: 200, description: 'A few words.' },
        value: { type: 'string', minLength: 1, maxLength: limits.choiceChars },
        primary: { type: 'boolean', description: 'True for the one that you recommend.' },
      },
      required: ['label', 'value'],
    },
  },
  type: text(100, 'A kind to filter by, one word: general if absent.'),
  tags: {
    type: 'array',
    maxItems: limits.kontaskTags,
    items: { type: 'string', minLength: 1, maxLength: 100 },
  },
  scope: text(200, 'The project or area that it belongs to.'),
  targetUser: text(
    200,
    'Who it is for: a name. For a task that an agent is to take up later, the name of the agent.',
  ),
};

const createTool: Tool = {
  ...asking('kontask_create', false, ({ title }) => `Make kontask ${shown(title)}`),
  description:
    'Makes a kontask: a card that stays when this conversation has scrolled away, found by the person in a list and told ' +
    'to them when it needs them. Make one when a decision is theirs and they may be away (give choices; its status is ' +
    'needs_decision), when a task is to be done later (status pending), or when a result is worth keeping (status ' +
    'completed). Not for every answer, and not for your own plan. After asking for a decision, say so in a sentence and ' +
    'end your turn: what is picked comes as the next message.',
  inputSchema: {
    type: 'object',
    properties: {
      title: {
        type: 'string',
        minLength: 1,
        maxLength: limits.kontaskTitleChars,
        description: 'One line that says what is decided, to be done, or found.',
      },
      status: status(
        ['needs_decision', 'pending', 'in_progress', 'completed'],
        'needs_decision if there are choices, else pending, if absent. in_progress: this turn works on it, and its end ' +
          'completes it.',
      ),
      ...content,
    },
    required: ['title'],
  },
};

const updateTool: Tool = {
  ...asking('kontask_update', false, ({ id }) => `Change kontask ${shown(id)}`),
  description:
    'Changes a kontask: say how a task stands, put its result in, give new choices. Only what is named changes; lists are ' +
    'replaced. What was picked cannot be changed, nor who made it: for a new question make a new kontask.',
  inputSchema: {
    type: 'object',
    properties: {
      id: { type: 'string', minLength: 1, maxLength: 64, description: 'As kontask_list tells it.' },
      title: { type: 'string', minLength: 1, maxLength: limits.kontaskTitleChars },
      status: status(
        [
          'needs_decision',
          'pending',
          'in_progress',
          'completed',
          'failed',
          'cancelled',
          'archived',
        ],
        'How it stands from here on.',
      ),
      ...content,
    },
    required: ['id'],
  },
};

const listTool: Tool = {
  ...asking('kontask_list', true, ({ query }) =>
    shown(query) === '' ? 'Look through kontasks' : `Look through kontasks for ${shown(query)}`,
  ),
  description:
    'Kontasks with their ids, newest change first: how each stands, who it is for, and what a person picked. Look here ' +
    'before making one on the same matter.',
  inputSchema: {
    type: 'object',
    properties: {
      query: text(500, 'Words of title, description or output.'),
      status: {
        type: 'array',
        maxItems: 7,
        description: 'Only these; all if absent.',
        items: { type: 'string', maxLength: 20 },
      },
      scope: text(200, 'Only of this project or area.'),
      limit: { type: 'integer', minimum: 1, maximum: 50, description: 'Kontasks, 20 if absent.' },
    },
  },
};

export const kontaskTools: readonly Tool[] = [createTool, updateTool, listTool];
