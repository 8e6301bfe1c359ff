// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { PairScreen } from '../../../renderer/browser/pair-screen';
import {
  forgetPaired,
  keepPaired,
  pair,
  readPaired,
  takeTicket,
} from '../../../renderer/browser/pairing';
import { allByRole, byRole, click, render } from '../support/render';

const paired = { token: 'secret', home: '/home/me' };

describe('what a browser keeps', () => {
  beforeEach(() => sessionStorage.clear());

  it('is there until it is forgotten', () => {
    expect(readPaired(sessionStorage)).toBeUndefined();
    keepPaired(sessionStorage, paired);
    expect(readPaired(sessionStorage)).toEqual(paired);
    forgetPaired(sessionStorage);
    expect(readPaired(sessionStorage)).toBeUndefined();
  });

  it.each(['{', 'null', '[]', '{"token":7,"home":""}'])('is nothing when it is %s', (text) => {
    expect(readPaired({ getItem: () => text })).toBeUndefined();
  });
});

describe('the ticket', () => {
  it('is taken out of the address that the browser shows and remembers', () => {
    const shown: unknown[] = [];
    const history = { replaceState: (...state: unknown[]) => void shown.push(state.at(-1)) };
    expect(takeTicket({ pathname: '/pair', search: '?ticket=abc' }, history)).toBe('abc');
    expect(shown).toEqual(['/']);
    expect(takeTicket({ pathname: '/', search: '?ticket=abc' }, history)).toBeUndefined();
    expect(shown).toHaveLength(1);
  });

  it('goes in the body of the request that uses it up, not in its address', async () => {
    const asked: { path: string; init: RequestInit }[] = [];
    const answer = Response.json({ ok: true, result: paired });
    const result = await pair(async (path, init) => {
      asked.push({ path, init });
      return answer;
    }, 'abc');
    expect(result).toEqual(paired);
    expect(asked).toMatchObject([{ path: '/pair', init: { body: '{"ticket":"abc"}' } }]);
  });

  it('that is refused is told in the words of the server', async () => {
    const refused = Response.json({ ok: false, message: 'It was used.' }, { status: 401 });
    expect(await pair(async () => refused, 'abc')).toEqual({ problem: 'It was used.' });
    const nobody = () => Promise.reject(new TypeError('Failed to fetch'));
    expect(await pair(nobody, 'abc')).toEqual({
      problem: expect.stringContaining('does not answer'),
    });
  });
});

describe('the screen of a browser that is not paired', () => {
  it('says what to do when there is no ticket', async () => {
    const host = await render(<PairScreen />);
    byRole('heading', 'Pair this browser');
    expect(host.textContent).toContain('npm start');
    expect(allByRole('button')).toEqual([]);
  });

  it('says that it was paired before', async () => {
    await render(<PairScreen ended />);
    byRole('heading', 'This browser is no longer paired');
  });

  it('pairs on a press, and shows what went wrong', async () => {
    await render(<PairScreen onPair={() => Promise.resolve('It was used.')} />);
    await click(byRole('button', 'Pair this browser'));
    expect(byRole('alert').textContent).toBe('It was used.');
    expect(allByRole('button')).toEqual([]);
  });
});
