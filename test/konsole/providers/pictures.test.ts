/** A picture that a tool showed goes to the model while its turn runs, and what was sealed to it is not given back later. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toConversation } from '../../../main/konsole/providers/anthropic/conversation';
import {
  isPictureLine,
  pictureGone,
  pictureLine,
} from '../../../main/konsole/providers/picture-line';
import type { ModelTurn, Picture } from '../../../main/konsole/providers/types';
import type { Block } from '../../../preload/contract/shapes';
import { block, checkValid, type Messages, rules } from './conversation-rules';

const line = pictureLine({ width: 640, height: 480, name: 'PNG', size: '12 KB' });
const picture: Picture = { type: 'image/png', data: 'AAAA' };

const read = (id: string, more: Partial<Block> = {}) =>
  block(id, 'tool', { name: 'read', text: '{"path":"a"}', status: 'ok', startedAt: 1, ...more });
const thought = (id: string, signature: string) =>
  block(id, 'thinking', {
    text: `thought ${signature}`,
    opaque: { signature, model: rules.model },
  });

/** A turn that thinks, looks at a picture, and thinks about it. */
const blocks = [
  thought('a', 'before'),
  read('b'),
  block('c', 'output', { parent: 'b', text: line }),
  thought('d', 'after'),
  block('e', 'text', { text: 'A cat.' }),
];
const pictures = new Map([['b', [picture]]]);
const next: ModelTurn = { id: 'u', text: 'And?', status: 'running', blocks: [] };

const thoughts = (messages: Messages) =>
  messages.flatMap(({ content }) =>
    content.flatMap((part) => (part.type === 'thinking' ? [part.signature] : [])),
  );
const results = (messages: Messages) =>
  messages.flatMap(({ content }) =>
    content.flatMap((part) => (part.type === 'tool_result' ? [part] : [])),
  );

describe('a picture that a tool showed', () => {
  it('stands in the result of its call while the turn runs', () => {
    const turn: ModelTurn = { id: 't', text: 'Look', status: 'running', blocks, pictures };
    const { messages } = toConversation([turn], rules);
    checkValid(messages);
    expect(results(messages)[0]?.content).toEqual([
      { type: 'text', text: line },
      { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } },
    ]);
    expect(thoughts(messages)).toEqual(['before', 'after']);
  });

  it('is told of in later turns, and what was thought after it is not given back', () => {
    const turn: ModelTurn = { id: 't', text: 'Look', status: 'completed', blocks };
    const { messages } = toConversation([turn, next], rules);
    checkValid(messages);
    expect(results(messages)[0]?.content).toBe(
      '(picture, 640×480 PNG, 12 KB; shown in an earlier turn: read it again to see it)',
    );
    expect(thoughts(messages)).toEqual(['before']);
  });

  it('of a type that the API does not take leaves the text', () => {
    const odd = new Map([['b', [{ type: 'image/tiff', data: 'AAAA' }]]]);
    const turn: ModelTurn = { id: 't', text: 'Look', status: 'running', blocks, pictures: odd };
    expect(results(toConversation([turn], rules).messages)[0]?.content).toBe(line);
  });

  it('is told by a line that no other output looks like', () => {
    expect(isPictureLine(line)).toBe(true);
    expect(isPictureLine(pictureGone(line))).toBe(false);
    for (const text of ['', '     1\tx', `${line}\nmore`, ` ${line}`, '(picture, of a cat)']) {
      expect(isPictureLine(text)).toBe(false);
    }
  });

  it('that was not shown, for its call failed, changes nothing', () => {
    const failed = [
      read('b', { status: 'error' }),
      block('c', 'output', { parent: 'b', text: line }),
    ];
    const turn: ModelTurn = { id: 't', text: 'Look', status: 'completed', blocks: failed };
    expect(results(toConversation([turn, next], rules).messages)[0]?.content).toBe(line);
  });
});

const anyStep = fc.record({
  tool: fc.constantFrom('picture', 'text', 'picture that only looks so', 'failed'),
  bare: fc.boolean(),
});
const anySession = fc.array(
  fc.record({
    steps: fc.array(anyStep, { maxLength: 3 }),
    status: fc.constantFrom<ModelTurn['status']>('completed', 'interrupted', 'failed'),
  }),
  { minLength: 1, maxLength: 5 },
);

it('what a model thought comes back only after just what it knew when it thought it', () => {
  fc.assert(
    fc.property(anySession, (session) => {
      const history: ModelTurn[] = [];
      const known = new Map<string, unknown[]>();
      let made = 0;
      for (const { steps, status } of session) {
        const shown = new Map<string, readonly Picture[]>();
        const turn = { id: `t${history.length}`, text: 'Go', blocks: [] as Block[] };
        // The last answer calls no tool.
        for (const step of [...steps, undefined]) {
          const n = made++;
          const now: ModelTurn = { ...turn, status: 'running', pictures: shown };
          const keepThinking = step?.bare !== true || n === 0;
          const { messages } = toConversation([...history, now], { ...rules, keepThinking });
          checkValid(messages);
          const parts = messages.flatMap(({ role, content }) =>
            content.map((part) => ({ role, part })),
          );
          parts.forEach(({ part }, at) => {
            if (part.type !== 'thinking') return;
            expect(parts.slice(0, at)).toEqual(known.get(part.signature));
          });
          known.set(`s${n}`, parts);
          const thinking = thought(`x${n}`, `s${n}`);
          const opaque = { ...thinking.opaque, ...(keepThinking ? {} : { bare: true }) };
          turn.blocks = [...turn.blocks, { ...thinking, opaque }];
          if (!step) {
            turn.blocks.push(block(`e${n}`, 'text', { text: 'Done.' }));
            continue;
          }
          const ok = step.tool !== 'failed';
          const text = step.tool === 'text' ? 'x' : line;
          turn.blocks.push(read(`b${n}`, { status: ok ? 'ok' : 'error' }));
          turn.blocks.push(block(`o${n}`, 'output', { parent: `b${n}`, text }));
          if (step.tool === 'picture') shown.set(`b${n}`, [picture]);
        }
        history.push({ ...turn, status });
      }
    }),
    { numRuns: 100 },
  );
});
