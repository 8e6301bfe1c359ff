/**
 * What Konsole was made for: a main turn's stream breaks, the hotkey is pressed, the log is asked about, and the
 * quick session reads it and names what is wrong, while the main turn goes its own way.
 */
import { expect, test } from 'vitest';
import type { FakeRequest, Scenario } from '../fakes/anthropic';
import { answer, cutConnection, stallAfterHeaders, toolCalls } from '../fakes/anthropic-scenarios';
import { command } from './support/bridge';
import { waitFor } from './support/wait';
import {
  finished,
  hotkeyReady,
  openByHotkey,
  openScene,
  send,
  shows,
} from './support/with-provider';
import { pressKey, typeText } from './support/xdotool';

const [mainModel, quickModel] = ['claude-opus-5-5', 'claude-haiku-5-5'];
const question = 'Check the WebSocket error in konsole logs';
const story = 'The lamp turns, and every ship comes home.';

/** What the model was given back by its tool. */
function toolResult({ body }: FakeRequest): string {
  const part = body.messages.at(-1)?.content.find(({ type }) => type === 'tool_result');
  const content = part?.content;
  if (typeof content === 'string') return content;
  const parts = Array.isArray(content) ? (content as { text?: string }[]) : [];
  return parts.map(({ text = '' }) => text).join('\n');
}

/** Answers with what the log said, as a model does: made of the result of its tool and of nothing else. */
const tellResult: Scenario = (reply) => {
  const lines = toolResult(reply.request).split('\n');
  const found = lines.find((line) => line.includes('broke off')) ?? 'nothing that broke off';
  return answer(`In the log I found this: ${found.replaceAll('`', '')}`)(reply);
};

test('I8: a stream breaks, the hotkey is pressed, and the quick session finds the error in the log', async () => {
  const scene = await openScene();
  const { fake, main, quick } = scene;
  let mend = () => {};
  const mended = new Promise<void>((resolve) => {
    mend = resolve;
  });
  fake.when(
    'Tell the story',
    [
      cutConnection('The lamp tu'),
      cutConnection('The lamp turns, an'),
      // Still without a word when it is asked about; broken once more after that.
      async (reply) => {
        await Promise.race([stallAfterHeaders()(reply), mended]);
        reply.cut();
      },
      answer(story),
    ],
    mainModel,
  );
  fake.when(
    question,
    [toolCalls([{ name: 'konsole_logs', input: { text: 'WebSocket error' } }]), tellResult],
    quickModel,
  );
  const asked = (model: string | undefined) => {
    const words = model === quickModel ? question : 'Tell the story';
    return fake.requests.filter((one) => one.body.model === model && one.question.includes(words));
  };
  await hotkeyReady(scene);
  await send(main, 'Tell the story');
  await waitFor('two broken streams', () => Promise.resolve(asked(mainModel).length === 3));

  await openByHotkey(scene);
  const ask = quick.getByRole('textbox', { name: 'Ask' });
  await typeText(question);
  await waitFor('what was typed', async () => (await ask.inputValue()) === question);
  await pressKey('Return');
  const log = quick.getByRole('log', { name: 'Answer' });
  await log.getByText('In the log I found this:').waitFor();
  const said = (await log.innerText()).replace(/\s+/g, ' ');
  // The error by its name, with the server where it happened: from the log, for the question has neither.
  expect(said).toMatch(/In the log I found this: .*broke off/);
  expect(said).toContain(new URL(fake.url).host);

  // It was told of the main turn before it asked for anything.
  const [first, second] = asked(quickModel);
  expect(first?.question).toContain('Tell the story');
  expect(first?.body.tools?.map(({ name }) => name)).toContain('konsole_logs');
  expect(toolResult(second ?? raise('There was no second request.'))).toContain('broke off');
  expect(asked(quickModel)).toHaveLength(2);

  // The main turn stands where it stood, tries again, and is whole.
  expect(asked(mainModel)).toHaveLength(3);
  expect(await main.getByRole('button', { name: 'Stop' }).isVisible()).toBe(true);
  mend();
  await shows(main, 1, story, 20_000);
  await finished(main, 1);
  expect(asked(mainModel)).toHaveLength(4);
  for (const { body } of asked(mainModel)) {
    expect(JSON.stringify(body.messages)).not.toContain(question);
  }
  const { sessions } = await command(main, 'session.list', {});
  expect(sessions.map(({ kind }) => kind).sort()).toEqual(['chat', 'main']);
  const session = sessions.find(({ kind }) => kind === 'main')?.id ?? '';
  const { turns } = await command(main, 'history.page', { session });
  expect(turns.map(({ status }) => status)).toEqual(['completed']);
  const texts = turns[0]?.blocks.filter(
    ({ kind, status }) => kind === 'text' && status !== 'abandoned',
  );
  expect(texts?.map(({ text }) => text)).toEqual([story]);
});

function raise(message: string): never {
  throw new Error(message);
}
