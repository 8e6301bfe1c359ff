/** What a turn's tools may not read reaches every host. */
import { expect, test } from 'vitest';
import { readLimits } from '../../../main/konsole/sessions/read-limits';
import { openSessions } from './support';

test('attack 16: every order names the data folder and the read denials of the settings', async () => {
  const scene = await openSessions();
  const session = await scene.create();
  const turn = await scene.send(session, 'look');
  const order = scene.hosts.running(turn)?.orders().at(-1);
  expect(order).toMatchObject({ refused: ['/home/of/konsole'], denyRead: ['**/.env'] });
});

test('a read denial is its pattern, a bare one denies everything, other tools deny nothing here', () => {
  const deny = ['read(**/.env)', 'bash(rm *)', 'read', ' read(secrets/**) ', 'readme(x)'];
  const { refused, denyRead } = readLimits('/data', deny);
  expect(refused).toEqual(['/data']);
  expect(denyRead).toEqual(['**/.env', '**', 'secrets/**']);
});
