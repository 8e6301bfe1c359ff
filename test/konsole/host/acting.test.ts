/** Files are read and changed in a whole turn, over the true wire. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Wanted } from '../../../main/konsole/permissions/types';
import { type FakeAnthropic, startFakeAnthropic } from '../../fakes/anthropic';
import { answer, toolCalls } from '../../fakes/anthropic-scenarios';
import { makeTestHost } from './support';

let fake: FakeAnthropic;
let workspace: string;

beforeAll(async () => {
  fake = await startFakeAnthropic();
});
afterAll(() => fake.close());
beforeEach(async () => {
  fake.reset();
  workspace = await mkdtemp(join(tmpdir(), 'konsole-acting-'));
  await writeFile(join(workspace, 'a.txt'), 'one\ntwo\n');
  return () => rm(workspace, { recursive: true });
});

const results = () =>
  (fake.requests.at(-1)?.body.messages.at(-1)?.content ?? []).map((part) => part.content);
const edit = (old_string: string, new_string: string) => ({
  name: 'edit',
  input: { path: 'a.txt', old_string, new_string },
});

describe('a turn that changes files', () => {
  it('does several edits of one answer in order, each on what the one before left', async () => {
    fake.next(
      toolCalls([edit('one', '1'), edit('1\ntwo', '1\n2'), edit('gone', 'x')]),
      answer('Done.'),
    );
    const wanted: Wanted[] = [];
    const host = makeTestHost({
      url: fake.url,
      decide: async (one) => {
        wanted.push(one);
        return { verdict: 'allow' };
      },
    });
    expect((await host.run({ workspace })).status).toBe('completed');
    expect(await readFile(join(workspace, 'a.txt'), 'utf8')).toBe('1\n2\n');
    expect(results()).toEqual([
      expect.stringContaining('     1\t1\n'),
      expect.stringContaining('     2\t2'),
      expect.stringContaining('was not found'),
    ]);
    // The last could not be made: nobody is asked about it.
    expect(wanted).toHaveLength(2);
  });

  it('leaves a file alone that nobody allowed to change', async () => {
    fake.next(toolCalls([edit('one', '1')]), answer('Then not.'));
    const host = makeTestHost({
      url: fake.url,
      decide: async () => ({ verdict: 'deny', why: 'Looking only.' }),
    });
    expect((await host.run({ workspace })).status).toBe('completed');
    expect(results()[0]).toContain('Looking only.');
    expect(await readFile(join(workspace, 'a.txt'), 'utf8')).toBe('one\ntwo\n');
  });

  it('goes on after what cannot be written, and remembers what it has read', async () => {
    const write = (path: string, content: string) => ({ name: 'write', input: { path, content } });
    fake.next(
      toolCalls([write('a.txt', 'x'), write('a.txt/b', 'x'), write('new/b.txt', 'x')]),
      toolCalls([{ name: 'read', input: { path: 'a.txt' } }]),
      toolCalls([write('a.txt', 'all new\n')]),
      answer('Done.'),
    );
    const host = makeTestHost({ url: fake.url });
    expect((await host.run({ workspace })).status).toBe('completed');
    const all = JSON.stringify(fake.requests.at(-1)?.body.messages);
    expect(all).toContain('Read it first');
    expect(all).toContain('is a file, not a folder');
    expect(await readFile(join(workspace, 'a.txt'), 'utf8')).toBe('all new\n');
    expect(await readFile(join(workspace, 'new', 'b.txt'), 'utf8')).toBe('x');
  });

  it('is told when the input of a call is too long', async () => {
    fake.next(toolCalls([edit('one', 'x'.repeat(1_100_000))]), answer('In parts.'));
    const host = makeTestHost({ url: fake.url });
    await host.run({ workspace });
    expect(results()[0]).toContain('too long');
    expect(results()[0]).toContain('Do it in parts');
  });

  it('has no tools that act where a side question only looks', async () => {
    fake.next(answer('Hm.'));
    const host = makeTestHost({ url: fake.url });
    await host.run({ workspace, kind: 'chat' });
    const names = (fake.requests.at(-1)?.body.tools ?? []).map(({ name }) => name);
    expect(names).toContain('read');
    expect(names).not.toContain('edit');
    expect(names).not.toContain('write');
  });
});
