/**
 * The demo asks a person for a decision, with the real tool, and goes on with what was picked: the way round of a kontask,
 * to be seen without a key. Pure.
 */
import type { DemoRequest } from './facts';
import type { DemoAnswer } from './script';

const choices = [
  {
    label: 'Small step first',
    value: 'Go on with the small step first, then look again',
    primary: true,
  },
  { label: 'All at once', value: 'Go on with all of it at once' },
  { label: 'Leave it', value: 'Leave it as it is for now' },
];

const output = `## Two ways, and a third

This is the demo: a script, no AI. A model would say here what it found out, and why it recommends one of these.

| way | what it takes | what can go wrong |
|---|---|---|
| **Small step first** | little | it has to be looked at twice |
| **All at once** | more | nothing is seen until the end |
| **Leave it** | nothing | nothing changes |

Pick one below, or write an answer of your own: it is sent to the session that asked.
`;

/** What the demo does with a question that is about a decision, or with what was picked; undefined for any other. */
export function decisionAnswer(request: DemoRequest): DemoAnswer | undefined {
  const picked = choices.find(({ value }) => value === request.question.trim());
  if (picked) return said(wentOn(picked.label));
  if (!/\b(decide|decisions?|kontasks?)\b/i.test(request.question)) return undefined;
  const made = request.calls.findLast(({ name }) => name === 'kontask_create');
  if (made) return said(made.failed ? notMade(made.output) : asked);
  return {
    stop: 'tool_use',
    blocks: [
      {
        type: 'thinking',
        text: 'A decision is wanted, and it is not mine: I am a script. I put it where a person finds it.',
      },
      {
        type: 'tool',
        name: 'kontask_create',
        input: {
          title: 'Which way shall the demo go?',
          description: 'A made-up decision, to show how an agent asks and a person picks.',
          output,
          choices,
          tags: ['demo'],
          scope: 'demo',
        },
      },
    ],
  };
}

const said = (text: string): DemoAnswer => ({
  stop: 'end_turn',
  blocks: [{ type: 'text', text }],
});

const asked =
  'I made a kontask that asks which way to go. It stays in **Kontasks** until you pick one of its choices; the choice then ' +
  'comes back here as the next message, and I go on.\n\nThis is the demo: a script, no AI.';

const wentOn = (label: string) =>
  `You picked **${label}**, and it came to me word for word. A model would go on from here with all that was said before.\n\n` +
  'This is the demo: a script, no AI.';

const notMade = (why: string) =>
  `The kontask could not be made: ${why.replace(/\s+/g, ' ').slice(0, 300)}\n\nThis is the demo: a script, no AI.`;
