// @vitest-environment happy-dom
import { act } from 'react';
import { describe, expect, it } from 'vitest';
import { openDiagnostics } from '../../../renderer/features/diagnostics/log-store';
import { useUi } from '../../../renderer/stores/ui-store';
import { failed } from '../support/fake-bridge';
import { allByRole, byRole, click, press, text, type } from '../support/render';
import { choose } from '../quick/typing';
import { asked, details, hide, konsole, look, open, pass, rows, scrollTo, write } from './log-page';

describe('the tail', () => {
  it('asks each second for what came since, and the newest is at the end', async () => {
    write('one');
    await open();
    expect(rows().map((row) => row.textContent)).toEqual([expect.stringContaining('one')]);
    write('two');
    await pass(1_000);
    expect(rows().at(-1)?.textContent).toContain('two');
    expect(asked().at(-1)?.params).toMatchObject({ after: 1 });
  });

  it('asks nothing while it is out of sight, the page is hidden, or it is paused (I10)', async () => {
    await open();
    const still = async () => {
      const before = asked().length;
      await pass(10_000);
      expect(asked()).toHaveLength(before);
    };
    await look(false);
    await still();
    await look(true);
    await hide(true);
    await still();
    await hide(false);
    await click(byRole('button', 'Pause'));
    await still();
    write('later');
    await click(byRole('button', 'Go live'));
    await pass(1_000);
    expect(text()).toContain('later');
  });

  it('brings what is new on request while it is paused', async () => {
    write('one');
    await open();
    await click(byRole('button', 'Pause'));
    write('two');
    await click(byRole('button', 'Refresh'));
    await pass(0);
    expect(rows()).toHaveLength(2);
  });

  it('asks one thing at a time of a konsole that is slow', async () => {
    await open();
    konsole.answer('log.query', () => new Promise(() => {}));
    const before = asked().length;
    await pass(20_000);
    expect(asked()).toHaveLength(before + 1);
  });

  it('says why it cannot be read, and goes on when it can', async () => {
    konsole.answer('log.query', failed('internal', 'The disk did not answer.'));
    await open();
    expect(byRole('alert').textContent).toContain('could not be read. The disk did not answer.');
    konsole.answer('log.query', { ok: true, result: { records: [] } });
    await pass(1_000);
    expect(allByRole('alert')).toEqual([]);
    expect(text()).toContain('Nothing is in the log yet.');
  });

  it('keeps at most 500 rows, the newest', async () => {
    for (let at = 1; at <= 520; at += 1) write(`record-${at}`);
    await open();
    expect(rows()).toHaveLength(500);
    for (let at = 521; at <= 530; at += 1) write(`record-${at}`);
    await pass(1_000);
    expect(rows()).toHaveLength(500);
    expect(rows()[0]?.textContent).toContain('record-31');
    expect(text()).toContain('The newest 500 that match.');
  });

  it('begins anew when the stream was lost: the numbers may be of another run', async () => {
    write('one');
    await open();
    await act(async () => konsole.setHealth({ reconnects: 1 }));
    await pass(0);
    expect(asked().at(-1)?.params).not.toHaveProperty('after');
  });
});

describe('somebody who reads', () => {
  it('is not moved: what is new waits, is counted, and comes when asked for', async () => {
    write('one');
    await open();
    await scrollTo(300);
    write('two');
    write('three');
    await pass(1_000);
    expect(rows()).toHaveLength(1);
    await click(byRole('button', '2 new'));
    expect(rows()).toHaveLength(3);
    expect(allByRole('button', /new$/)).toEqual([]);
  });

  it('goes along again at the end', async () => {
    write('one');
    await open();
    await scrollTo(300);
    write('two');
    await pass(1_000);
    await scrollTo(0);
    expect(rows()).toHaveLength(2);
  });

  it('opens a record to all of its fields, and the rows stay while it is open', async () => {
    write('closed', { area: 'transport', fields: { code: 1009, peer: { host: 'edge' } } });
    await open();
    await click(byRole('button', 'Details of “closed”'));
    expect(document.querySelector('pre')?.textContent).toContain('"host": "edge"');
    write('two');
    await pass(1_000);
    expect(rows()).toHaveLength(1);
    await click(byRole('button', 'Details of “closed”'));
    expect(document.querySelector('pre')).toBeNull();
    expect(rows()).toHaveLength(2);
  });

  it('moves between records by arrows, with one stop for Tab', async () => {
    for (const word of ['one', 'two', 'three']) write(word);
    await open();
    expect(details().map((button) => button.tabIndex)).toEqual([-1, -1, 0]);
    details()[2]?.focus();
    await press(details()[2] as HTMLElement, 'ArrowUp');
    expect(document.activeElement).toBe(details()[1]);
    await press(details()[1] as HTMLElement, 'Home');
    expect(document.activeElement).toBe(details()[0]);
    await press(details()[0] as HTMLElement, 'ArrowUp');
    expect(document.activeElement).toBe(details()[0]);
  });
});

describe('a filter', () => {
  it('of words leaves what has all of them, marked, whatever their case', async () => {
    write('WebSocket closed', { fields: { code: 1009 } });
    write('WebSocket opened');
    await open();
    await type(byRole('searchbox', 'Search the log'), '1009 websocket');
    expect(rows()).toHaveLength(1);
    const marks = [...document.querySelectorAll('mark')].map((mark) => mark.textContent);
    expect(marks).toEqual(['WebSocket', '1009']);
    const before = asked().length;
    await pass(150);
    expect(
      asked()
        .slice(before)
        .map((call) => call.params.text),
    ).toEqual(['websocket']);
  });

  it('of an area offers those that were met', async () => {
    write('one', { area: 'pool' });
    write('two', { area: 'turn' });
    await open();
    const select = document.querySelector('select[aria-label=Area]') as HTMLSelectElement;
    const offered = [...select.options].map((option) => option.textContent);
    expect(offered).toEqual(['All areas', 'pool', 'turn']);
    await choose(select, 'turn');
    await pass(0);
    expect(rows().map((row) => row.textContent)).toEqual([expect.stringContaining('two')]);
    expect(select.options).toHaveLength(3);
  });

  it('of a session is taken from a record, shows its title, and is left by its chip', async () => {
    const id = konsole.addSession({ title: 'Sort the lamps' });
    write('of it', { session: id });
    write('of none');
    await open();
    await click(byRole('button', 'Details of “of it”'));
    await click(byRole('button', 'Only this session'));
    await pass(0);
    expect(rows()).toHaveLength(1);
    await click(byRole('button', 'Only “Sort the lamps”: show all sessions'));
    await pass(0);
    expect(rows()).toHaveLength(2);
  });

  it('that nothing matches says so and is cleared', async () => {
    write('one');
    await open();
    await type(byRole('searchbox', 'Search the log'), 'nowhere');
    await pass(150);
    expect(text()).toContain('No record matches at this level.');
    await click(byRole('button', 'Clear filter'));
    await pass(150);
    expect(rows()).toHaveLength(1);
  });

  it('of errors tells that there is none', async () => {
    write('one');
    await open();
    await click(byRole('radio', 'Errors'));
    await pass(0);
    expect(text()).toContain('No error is in the log.');
  });
});

describe('copying', () => {
  const copied = () => konsole.calls.find((call) => call.name === 'desktop.copy')?.params.text;

  it('takes the lines that are shown, oldest first', async () => {
    write('one', { at: 0, fields: { a: 1 } });
    write('two', { at: 1_000 });
    write('loud', { level: 'error', at: 2_000 });
    await open();
    await type(byRole('searchbox', 'Search the log'), 'o');
    await pass(150);
    await click(byRole('button', 'Copy'));
    expect(copied()).toBe(
      [
        '1970-01-01T00:00:00.000Z info pool one a=1',
        '1970-01-01T00:00:01.000Z info pool two',
        '1970-01-01T00:00:02.000Z error pool loud',
      ].join('\n'),
    );
    expect(text()).toContain('3 records copied.');
  });

  it('takes one record with all of its fields', async () => {
    write('one', { at: 0, fields: { deep: { a: [1] } } });
    await open();
    await click(byRole('button', 'Details of “one”'));
    await click(byRole('button', 'Copy record'));
    expect(copied()).toContain('1970-01-01T00:00:00.000Z info pool one deep={"a":[1]}\n{');
  });
});

it('another place opens Diagnostics at the log with words to look for', async () => {
  write('WebSocket closed', { level: 'debug' });
  write('other');
  await open();
  await act(async () => openDiagnostics({ text: 'websocket' }));
  await pass(150);
  expect(useUi.getState().section).toBe('diagnostics');
  expect((byRole('searchbox', 'Search the log') as HTMLInputElement).value).toBe('websocket');
  expect(rows().map((row) => row.textContent)).toEqual([
    expect.stringContaining('WebSocket closed'),
  ]);
});
