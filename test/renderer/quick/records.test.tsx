// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest';
import { allByRole, byRole, click, press, text } from '../support/render';
import { ask, box, calls, emit, ends, fake, log, open, says } from './quick-page';
import { typeInto } from './typing';

const options = () => allByRole('option').map((option) => option.textContent ?? '');
const active = () =>
  document.getElementById(box().getAttribute('aria-activedescendant') ?? '')?.textContent ?? '';

describe('what konsole answers itself', () => {
  test('is listed when the question begins with a slash, and fits what is written', async () => {
    await open();
    await typeInto(box(), '/');
    const names = ['/why', '/status', '/logs', '/pool', '/turn', '/help'];
    expect(options()).toEqual(names.map((name) => expect.stringContaining(name)));
    await typeInto(box(), '/s');
    expect(options()).toHaveLength(1);
    await typeInto(box(), 'why /s');
    expect(options()).toEqual([]);
  });

  test('is completed with Tab or Enter, and asked with the next Enter', async () => {
    await open();
    await typeInto(box(), '/');
    expect(active()).toContain('/why');
    await press(box(), 'ArrowDown');
    await press(box(), 'ArrowDown');
    expect(active()).toContain('/logs');
    await press(box(), 'Tab');
    expect(box().value).toBe('/logs ');
    expect(options()).toEqual([]);
    await typeInto(box(), '/st');
    await press(box(), 'Enter');
    expect(box().value).toBe('/status');
    expect(fake.sent).toEqual([]);
    await press(box(), 'Enter');
    expect(fake.sent.at(-1)?.text).toBe('/status');
  });

  test('Esc closes the list first, then the window', async () => {
    await open();
    await typeInto(box(), '/');
    await press(box(), 'Escape');
    expect(options()).toEqual([]);
    expect(calls('desktop.hide-quick')).toEqual([]);
    await press(box(), 'Escape');
    expect(calls('desktop.hide-quick')).toHaveLength(1);
  });

  test('is marked as no AI, has no first token, and is put to no other model', async () => {
    await open();
    const { session, turn } = await ask('/status');
    await emit(session, [
      { type: 'turn.started', at: Date.now(), turn, attempt: 1, model: 'konsole/records' },
      ...says(turn, "*From konsole's records, no AI.*\n\nNothing runs."),
      ...ends(turn),
    ]);
    const marks = allByRole('status', "From konsole's records, no AI");
    expect(marks).toHaveLength(1);
    expect(log().textContent?.match(/no AI/g)).toHaveLength(1);
    expect(log().textContent).toContain('Nothing runs.');
    expect(text()).not.toContain('first token');
    expect(allByRole('button', 'Ask another model…')).toEqual([]);
  });
});

describe('with no model set up', () => {
  test('what answers all the same is said, with the way to settings', async () => {
    fake.world.effective = { main: 'demo/scripted', quick: 'demo/scripted' };
    await open();
    expect(text()).toContain('No model is set up: /why, /status, /logs, /pool and /turn answer');
    await click(byRole('button', 'Settings'));
    expect(calls('desktop.show-main').at(-1)?.params).toEqual({ section: 'settings' });
    await ask('/status');
    expect(text()).not.toContain('No model is set up');
  });

  test('nothing of it is said where there is one', async () => {
    await open();
    expect(text()).not.toContain('No model is set up');
  });
});
