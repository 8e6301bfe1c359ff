/** Scenes of much: hundreds of sessions, a search with hits, a turn of many steps, servers that were found. */
import type { SearchHit } from '../../../preload/contract/shapes';
import { ok } from '../support/fake-bridge';
import type { FakeKonsole } from '../support/fake-bridge';
import { openTurn, reads, toolEvents, words, workspace } from './scene-parts';

const hour = 60 * 60_000;

export function manySessions(konsole: FakeKonsole, count: number) {
  const now = Date.now();
  for (let at = count; at > 0; at -= 1) {
    konsole.addSession({
      workspace,
      title: `Session ${at}: ${at % 3 === 0 ? 'why the socket closes' : 'the order of the frames'}`,
      status: at % 17 === 0 ? 'failed' : 'idle',
      updatedAt: now - at * 3 * hour,
    });
  }
}

export function searchable(konsole: FakeKonsole) {
  konsole.answer('session.search', ({ text }) => {
    const word = String(text);
    const hit = (session: string, turn: string, before: string, after: string): SearchHit => ({
      session,
      turn,
      title: konsole.stateOf(session)?.session.title ?? 'Old plans',
      kind: 'main',
      at: Date.now() - 5 * hour,
      excerpt: `${before}${word}${after}`,
      marks: [[before.length, before.length + word.length]],
    });
    const places = ['t1', 't2', 't3', 't4', 't5'].map((turn) =>
      hit(
        's3',
        turn,
        '… so the reader asks again from its last ',
        ' and applies what lies after it',
      ),
    );
    return ok({
      hits: [
        hit('s1', 't1', 'The server closes the ', ' after ten minutes of silence …'),
        ...places,
      ],
    });
  });
}

export function manySteps(konsole: FakeKonsole, count: number) {
  const id = openTurn(konsole, 't1', count * 900, true);
  const start = Date.now() - count * 900;
  for (let at = 0; at < count; at += 1) {
    const when = start + at * 900;
    if (at % 4 === 0) konsole.emit(id, words('t1', `k${at}`, 'thinking', 'What next?', when, 700));
    else {
      const call = reads[at % 3] ?? reads[0];
      konsole.emit(id, toolEvents('t1', { ...call, id: `c${at}`, ms: 60 + (at % 9) * 90 }, when));
    }
  }
}

export function localServers(konsole: FakeKonsole) {
  const { world } = konsole;
  world.providers = [
    { id: 'anthropic', kind: 'anthropic', name: 'Anthropic', key: 'missing' },
    ...(['ollama', 'lm-studio'] as const).map((id) => ({
      id,
      kind: 'anthropic' as const,
      name: id === 'ollama' ? 'Ollama' : 'LM Studio',
      baseUrl: `http://127.0.0.1:${id === 'ollama' ? 11434 : 1234}`,
      key: 'none-needed' as const,
      found: true,
    })),
  ];
  for (const name of ['qwen3-coder:30b', 'llama3.3:70b', 'gpt-oss:20b'])
    world.models.push({ id: `ollama/${name}`, name, provider: 'ollama' });
  world.models.push({ id: 'lm-studio/mistral', name: 'mistral', provider: 'lm-studio' });
}
