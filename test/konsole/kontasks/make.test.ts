/** What a person keeps of a turn that ended. */
import { describe, expect, test } from 'vitest';
import { until } from '../support/konsole';
import { none } from '../sessions/support';
import { openKontasks } from './support';

describe('a kontask of a turn', () => {
  test('keeps request and answer, and is the same one however often it is made', async () => {
    const konsole = await openKontasks();
    const session = await konsole.create('chat');
    const turn = await konsole.send(session, 'What is the\nbest way?');
    await konsole.ends(turn, '**SSE** first.');
    const [one, two] = await Promise.all([
      konsole.acts.make({ session, turn }, none),
      konsole.acts.make({ session, turn }, none),
    ]);
    expect(two.kontask.id).toBe(one.kontask.id);
    expect((await konsole.acts.make({ session, turn }, none)).kontask.id).toBe(one.kontask.id);
    expect(one).toMatchObject({
      session,
      kontask: {
        type: 'answer',
        status: 'completed',
        title: 'What is the best way?',
        createdBy: 'demo',
        requestId: turn,
        context: { output: '**SSE** first.', requestId: turn },
      },
    });
    expect(one.kontask.context?.turnTiming).toMatchObject({ toolCallCount: 0 });
  });

  test('is refused for one that runs, has no answer, or is not there', async () => {
    const konsole = await openKontasks();
    const session = await konsole.create('chat');
    const turn = await konsole.send(session, 'What?');
    await until(() => konsole.state(session).turns.length === 1);
    const refused = (code: string, id = turn) =>
      expect(konsole.acts.make({ session, turn: id }, none)).rejects.toMatchObject({ code });
    await refused('conflict');
    await konsole.ends(turn);
    await refused('conflict');
    await refused('not-found', 'turn00000000');
    await expect(
      konsole.acts.make({ session: 'gone', turn: 'turn00000000' }, none),
    ).rejects.toMatchObject({ code: 'not-found' });
  });
});
