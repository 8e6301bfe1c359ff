/**
 * In what servers differ that speak Chat Completions: each difference is a sentence, with what it sends and what that means
 * in blocks, the reason of the stop and, where they count, the ids of calls.
 */
import { calls, done, ends, says } from './openai-chat-answers';

export const input = '{"path":"a"}';
export const whole = { name: 'read', arguments: input };
export const other = { name: 'grep', arguments: '{"for":"b"}' };

export type Quirk = [
  sentence: string,
  events: unknown[],
  blocks: string[],
  reason: string,
  ids?: unknown,
];

export const quirksOfWords: Quirk[] = [
  [
    'content is null in the first chunk, and empty in the last',
    [
      says({ role: 'assistant', content: null }),
      says({ content: 'Hi' }),
      says({ content: '' }, 'stop'),
      done,
    ],
    ['text Hi'],
    'end',
  ],
  [
    'content is a list of parts',
    [says({ content: [{ type: 'text', text: 'H' }, 'i'] }), ends('stop'), done],
    ['text Hi'],
    'end',
  ],
  [
    'content has what was thought among its parts (Mistral)',
    [
      says({ content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'Hm' }] }] }),
      says({ content: 'Hi' }),
      ends('stop'),
    ],
    ['thinking Hm', 'text Hi'],
    'end',
  ],
  ...['reasoning_content', 'reasoning', 'thinking'].map(
    (field): Quirk => [
      `thinking comes as "${field}"`,
      [
        says({ [field]: 'H' }),
        says({ [field]: 'm', content: '' }),
        says({ content: 'Hi' }),
        ends('stop'),
      ],
      ['thinking Hm', 'text Hi'],
      'end',
    ],
  ),
  [
    'thinking comes twice in one delta, as words and as details (OpenRouter)',
    [
      says({ reasoning: 'Hm', reasoning_details: [{ type: 'reasoning.text', text: 'Hm' }] }),
      says({ content: 'Hi' }, 'stop'),
    ],
    ['thinking Hm', 'text Hi'],
    'end',
  ],
  [
    'thinking between marks in the content stays as it is',
    [says({ content: '<think>Hm</think>Hi' }), ends('stop')],
    ['text <think>Hm</think>Hi'],
    'end',
  ],
  [
    'the reason is missing, but [DONE] is there',
    [says({ content: 'Hi' }), done],
    ['text Hi'],
    'end',
  ],
  [
    'the reason is missing after calls, but [DONE] is there',
    [calls({ index: 0, id: 'a', function: whole }), done],
    [`read ${input}`],
    'tools',
  ],
  ['[DONE] is missing, but a reason came', [says({ content: 'Hi' }, 'stop')], ['text Hi'], 'end'],
  ['the end has blanks around it', [says({ content: 'Hi' }), ' [DONE] '], ['text Hi'], 'end'],
  [
    'what comes behind [DONE] is not read',
    [says({ content: 'Hi' }, 'stop'), done, says({ content: 'and' })],
    ['text Hi'],
    'end',
  ],
  [
    'the last chunk has a message instead of a delta',
    [{ choices: [{ message: { content: 'Hi' }, finish_reason: 'stop' }] }],
    ['text Hi'],
    'end',
  ],
  [
    'text stands in the choice',
    [{ choices: [{ text: 'Hi', finish_reason: 'stop' }] }],
    ['text Hi'],
    'end',
  ],
  [
    'chunks without a choice, or with none that says anything, are passed over',
    [{}, { choices: [] }, { choices: [null] }, { choices: null }, says({ content: 'Hi' }, 'stop')],
    ['text Hi'],
    'end',
  ],
  [
    'it calls and says "tool_calls", yet there is no call',
    [says({ content: 'Hi' }, 'tool_calls')],
    ['text Hi'],
    'end',
  ],
  [
    'a call is cut off by the bound',
    [calls({ id: 'a', function: { name: 'read', arguments: '{"pa' } }), ends('length')],
    ['read {"pa'],
    'max-tokens',
  ],
  ...(
    [
      ['length', 'max-tokens'],
      ['content_filter', 'refusal'],
      ['eos', 'end'],
      ['end_turn', 'end'],
      ['something-newer', 'end'],
      ['constructor', 'end'],
    ] as const
  ).map(
    ([given, reason]): Quirk => [
      `"${given}" ends it as "${reason}"`,
      [says({ content: 'Hi' }, given), done],
      ['text Hi'],
      reason,
    ],
  ),
];

export const quirksOfCalls: Quirk[] = [
  [
    'calls are numbered, and their pieces alternate',
    [
      calls({ index: 0, id: 'a', function: { name: 'read', arguments: '' } }),
      calls({ index: 1, id: 'b', function: { name: 'grep', arguments: '{"for"' } }),
      calls({ index: 0, function: { arguments: input } }),
      calls({ index: 1, function: { arguments: ':"b"}' } }),
      ends('tool_calls'),
      done,
    ],
    [`read ${input}`, 'grep {"for":"b"}'],
    'tools',
    ['a', 'b'],
  ],
  [
    'calls have no ids',
    [calls({ index: 0, function: whole }, { index: 1, function: other }), ends('tool_calls')],
    [`read ${input}`, 'grep {"for":"b"}'],
    'tools',
    [],
  ],
  [
    'calls have no numbers, and a new id begins the next',
    [
      calls({ id: 'a', function: { name: 'read', arguments: '{"path"' } }),
      calls({ function: { arguments: ':"a"}' } }),
      calls({ id: 'b', function: other }),
      ends('tool_calls'),
    ],
    [`read ${input}`, 'grep {"for":"b"}'],
    'tools',
    ['a', 'b'],
  ],
  [
    'calls have neither numbers nor ids, and a name begins the next',
    [calls({ function: whole }), calls({ function: whole }), ends('stop')],
    [`read ${input}`, `read ${input}`],
    'tools',
  ],
  [
    'every call is numbered 0, and only ids tell them apart (Gemini)',
    [
      calls({ index: 0, id: 'a', function: whole }),
      calls({ index: 0, id: 'b', function: whole }),
      ends('stop'),
    ],
    [`read ${input}`, `read ${input}`],
    'tools',
    ['a', 'b'],
  ],
  [
    'every call is numbered 0 and has no id, but comes whole',
    [calls({ index: 0, function: whole }, { index: 0, function: whole }), ends('stop')],
    [`read ${input}`, `read ${input}`],
    'tools',
  ],
  [
    'each piece of a call says its id and name again',
    [
      calls({ index: 0, id: 'a', function: { name: 'read', arguments: '{"path"' } }),
      calls({ index: 0, id: 'a', function: { name: 'read', arguments: ':"a"}' } }),
      ends('tool_calls'),
    ],
    [`read ${input}`],
    'tools',
    ['a'],
  ],
  [
    'each piece of a call has another id, and only the first a name (an older vLLM)',
    [
      calls({ index: 0, id: 'a', function: { name: 'read', arguments: '' } }),
      calls({ index: 0, id: 'b', function: { arguments: input } }),
      ends('tool_calls'),
    ],
    [`read ${input}`],
    'tools',
    ['a'],
  ],
  [
    'the id of a call comes before its name',
    [
      calls({ index: 0, id: 'a', function: {} }),
      calls({ index: 0, function: { name: 'read' } }),
      calls({ index: 0, function: { arguments: input } }),
      ends('tool_calls'),
    ],
    [`read ${input}`],
    'tools',
    ['a'],
  ],
  [
    'the input of a call is an object',
    [calls({ id: 'a', function: { name: 'read', arguments: { path: 'a' } } }), ends('stop')],
    [`read ${input}`],
    'tools',
    ['a'],
  ],
  [
    'a call has no input at all',
    [calls({ index: 0, id: 'a', function: { name: 'list', arguments: null } }), ends('tool_calls')],
    ['list '],
    'tools',
    ['a'],
  ],
  [
    'a call stands outside of "function"',
    [calls({ id: 'a', ...whole }), ends('stop')],
    [`read ${input}`],
    'tools',
    ['a'],
  ],
  [
    'a call is of before there were several at once',
    [
      says({ function_call: { name: 'read', arguments: '' } }),
      says({ function_call: { arguments: input } }),
      ends('function_call'),
    ],
    [`read ${input}`],
    'tools',
  ],
  [
    'words go on after a call',
    [
      says({ content: 'I' }),
      calls({ index: 0, id: 'a', function: whole }),
      says({ content: 'look' }, 'stop'),
    ],
    ['text I', `read ${input}`, 'text look'],
    'tools',
    ['a'],
  ],
];
