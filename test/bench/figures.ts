/**
 * Every figure of the bench: its name, what it says in words, its unit, what must be reached, and how much
 * it varies from run to run on one quiet machine. docs/bench.md says how each is taken.
 */

import { fakeHouses } from '../fakes/houses';
import { type FigureSpec, type Row, rows } from './figure-spec';

export type { FigureSpec, Unit } from './figure-spec';

/** As ratios of medians; and of the slow twentieth, which of 20 questions is but one, so that nothing is asked of it. */
const faults = (list: readonly [id: string, words: string][]): Row[] =>
  list.flatMap(([id, words]): Row[] => [
    [id, words, 'times', { limit: 1.2 }],
    [`${id}-p95`, `${words} p95`, 'times', { noise: 0.5 }],
  ]);

export const figures: readonly FigureSpec[] = [
  ...rows('cold-start', [
    ['typable', 'cold start to typable', 'ms', { limit: 1_500, floor: 50 }],
    ['worst', 'cold start to typable, slowest start', 'ms', { noise: 0.3, floor: 100 }],
    ['first', 'very first start on a new data folder', 'ms', { noise: 0.3, floor: 100 }],
    ['spawn', 'from spawning the process to typable', 'ms', { floor: 50 }],
  ]),
  ...rows('shortcut', [
    ['p50', 'shortcut to typable p50', 'ms', { floor: 3 }],
    ['p95', 'shortcut to typable p95', 'ms', { limit: 50, floor: 5 }],
    ['key-p50', 'from starting xdotool to typable p50', 'ms', { floor: 5 }],
    ['key-p95', 'from starting xdotool to typable p95', 'ms', { floor: 8 }],
  ]),
  ...rows('quick-share', [
    ['wire-p50', 'the engine from a new question to the wire, warm p50', 'ms', { floor: 1 }],
    [
      'wire-p95',
      'the engine from a new question to the wire, warm p95',
      'ms',
      {
        limit: 10,
        floor: 2,
      },
    ],
    ['follow-up-p50', 'the same for a follow-up p50', 'ms', { floor: 1 }],
    ['follow-up-p95', 'the same for a follow-up p95', 'ms', { limit: 10, floor: 2 }],
    ['cold-p50', 'the same with no host at all p50', 'ms', { floor: 20 }],
    ['cold-p95', 'the same with no host at all p95', 'ms', { limit: 400, floor: 40 }],
  ]),
  ...rows('quick-engine', [
    ['wire-p50', 'from Enter to request on the wire, warm p50', 'ms', { floor: 3 }],
    ['wire-p95', 'from Enter to request on the wire, warm p95', 'ms', { noise: 0.4, floor: 8 }],
    ['follow-up-p50', 'the same for a follow-up p50', 'ms', { floor: 3 }],
    ['follow-up-p95', 'the same for a follow-up p95', 'ms', { noise: 0.4, floor: 8 }],
    ['warm-first-p50', 'from Enter to first word in the page, warm p50', 'ms', { floor: 10 }],
    ['cold-wire-p50', 'from Enter to request on the wire, cold p50', 'ms', { floor: 40 }],
    ['cold-first-p50', 'from Enter to first word in the page, cold p50', 'ms', { floor: 40 }],
    ['cold-first-p95', 'from Enter to first word in the page, cold p95', 'ms', { floor: 60 }],
    ['saved', 'what a warm host saves', 'ms', { better: 'more', limit: 100, floor: 30 }],
  ]),
  ...rows(
    'quick-faults-hosts',
    faults([
      ['loop', 'quick first event while a main host loops, against none'],
      ['memory', 'the same while one runs out of memory'],
      ['kill', 'the same after one was killed'],
      ['stop', 'the same while one stands still'],
    ]),
  ),
  ...rows(
    'quick-faults-around',
    faults([
      ['full', 'the same while all main hosts are busy and 20 wait'],
      ['hung', "the same while the main turn's provider hangs"],
      ['flood', 'the same while 10 000 deltas a second come in'],
      ['window', 'the same while the main window is blocked'],
    ]),
  ),
  ...rows('quick-faults-disk', [
    ['disk', 'what three commits of 50 ms add to it', 'ms', { limit: 150, floor: 15 }],
    ['disk-p95', 'what three commits of 50 ms add to it p95', 'ms', { limit: 150, floor: 30 }],
    ...faults([['second', 'quick first event at one question a second, against rest']]),
  ]),
  ...rows('provider', [
    ['p50', 'provider byte to text on screen p50', 'ms', { floor: 3 }],
    ['p95', 'provider byte to text on screen p95', 'ms', { limit: 50, floor: 5 }],
    ['max', 'provider byte to text on screen, slowest', 'ms', { noise: 0.5, floor: 15 }],
  ]),
  ...rows('delta', [
    ['1kb', 'one more delta at 1 KB, main thread p50', 'ms', { floor: 0.3 }],
    ['20kb', 'one more delta at 20 KB, main thread p50', 'ms', { floor: 0.3 }],
    ['100kb', 'one more delta at 100 KB, main thread p50', 'ms', { floor: 0.3 }],
    ['100kb-p95', 'one more delta at 100 KB, main thread p95', 'ms', { limit: 7 }],
    ['growth', 'one more delta at 100 KB against 1 KB', 'times', { limit: 2 }],
    ['paragraph', 'the same in one paragraph without an end', 'times', { noise: 0.25 }],
    ['list', 'the same in one list', 'times', { noise: 0.25 }],
    ['table', 'the same in one table', 'times', { noise: 0.25 }],
    ['code', 'the same in one block of code', 'times', { noise: 0.25 }],
  ]),
  ...rows('frames', [
    ['p95-none', 'frame interval p95 while streaming, no history', 'ms', { floor: 2 }],
    ['p95-2000', 'frame interval p95 while streaming, 2 000 messages', 'ms', { floor: 2 }],
    ['ratio', 'frame p95 with 2 000 messages against none', 'times', { limit: 1.2 }],
    ['work-ratio', 'main thread work with 2 000 messages against none', 'times', { noise: 0.25 }],
  ]),
  ...rows('open', [
    ['many-turns', 'opening a session with 50 000 events', 'ms', { limit: 300, floor: 20 }],
    ['many-turns-engine', 'the same, the engine part alone', 'ms', { floor: 15 }],
    ['again', 'opening it again', 'ms', { floor: 15 }],
    ['one-turn', 'opening one turn of 50 000 events', 'ms', { floor: 20 }],
    ['one-turn-engine', 'the same, the engine part alone', 'ms', { floor: 15 }],
  ]),
  ...rows('typing', [
    ['p50', 'keystroke to screen while streaming p50', 'ms', { floor: 3 }],
    ['p95', 'keystroke to screen while streaming p95', 'ms', { limit: 30, floor: 4 }],
  ]),
  ...rows('idle', [
    ['cpu', 'idle CPU, main window with the caret in the composer', '% of a core', { limit: 0.5 }],
    ['memory', 'idle memory, PSS of all processes', 'MB', { limit: 350, noise: 0.05 }],
    ['no-caret-cpu', 'idle CPU, main window with the focus elsewhere', '% of a core'],
    ['tray-cpu', 'idle CPU, hidden in the tray', '% of a core'],
    ['tray-memory', 'memory hidden in the tray, PSS of all processes', 'MB', { noise: 0.05 }],
  ]),
  ...rows('memory', [
    ['before', 'memory with three sessions opened', 'MB', { noise: 0.05 }],
    ['after', 'memory after opening 40 sessions', 'MB', { noise: 0.05 }],
    ['growth', 'what 40 sessions left behind', 'MB', { noise: 0.3, floor: 12 }],
    ['heap-growth', "of it in the page's JavaScript heap", 'MB', { noise: 0.3, floor: 2 }],
  ]),
  ...rows('sessions-40', [
    ['before', 'memory before 40 sessions are run', 'MB', { noise: 0.05 }],
    ['after', 'memory after 40 sessions were opened, run and closed', 'MB', { noise: 0.05 }],
    ['ratio', 'the one against the other', 'times', { limit: 1.1, noise: 0.05, floor: 0.03 }],
  ]),
  ...rows(
    'bad-input',
    (
      [
        ['message', 'longest silence of the window with a message of 5 MB'],
        ['answer', 'the same with an answer of 2 MB'],
        ['endless', 'the same with an answer that is cut off at 2 MB'],
        ['line', 'the same with a line of 1 MB'],
        ['directions', 'the same with text that runs both ways'],
        ['fences', 'the same with 5 000 fences left open'],
        ['table', 'the same with a table of 10 000 rows'],
        ['hostile', 'the same with hostile markdown'],
      ] as const
    ).map(([id, words]): Row => [id, words, 'ms', { limit: 100, noise: 0.5, floor: 20 }]),
  ),
  ...rows('stop', [
    ['answer-p50', 'stop to shown while an answer streams p50', 'ms', { floor: 5 }],
    ['answer-p95', 'stop to shown while an answer streams p95', 'ms', { limit: 100, floor: 10 }],
    ['command-p50', 'stop to shown while a command runs p50', 'ms', { floor: 5 }],
    ['command-p95', 'stop to shown while a command runs p95', 'ms', { limit: 100, floor: 10 }],
  ]),
  ...rows('journal', [
    ['appends', 'journal, batched appends', 'events/s', { limit: 50_000 }],
    ['small-appends', 'journal, appends of 8 events', 'events/s'],
    ['replay', 'journal, replay', 'events/s'],
    ['commit-p50', 'command commit on disk p50', 'ms'],
    ['commit-p95', 'command commit on disk p95', 'ms', { noise: 0.3, floor: 3 }],
  ]),
  ...rows('search', [
    ['p50', 'search over 200 sessions p50', 'ms', { floor: 3 }],
    ['p95', 'search over 200 sessions p95', 'ms', { floor: 5 }],
  ]),
  ...rows('kontasks', [
    ['list', '10 000 kontasks: the list opened', 'ms', { limit: 100, floor: 10 }],
    ['board', '10 000 kontasks: the board opened', 'ms', { limit: 100, floor: 10 }],
    ['search-p50', 'key to what was found among 10 000 kontasks p50', 'ms', { floor: 5 }],
    [
      'search-p95',
      'key to what was found among 10 000 kontasks p95',
      'ms',
      { limit: 50, floor: 10 },
    ],
    ['filter-p50', 'filter to what it leaves of 10 000 kontasks p50', 'ms', { floor: 5 }],
    [
      'filter-p95',
      'filter to what it leaves of 10 000 kontasks p95',
      'ms',
      { limit: 50, floor: 10 },
    ],
    ['drag-frame', 'dragging on the board: longest frame', 'ms', { limit: 50, floor: 17 }],
    ['drag-frame-p50', 'dragging on the board: longest frame p50', 'ms', { floor: 17 }],
    ['page', 'the page of a kontask opened', 'ms', { limit: 60, floor: 10 }],
    ['output', 'an output of 2 MB shown', 'ms', { limit: 200, floor: 20 }],
    [
      'output-task',
      'an output of 2 MB: longest task of the window',
      'ms',
      { limit: 50, floor: 10 },
    ],
    ['output-frame', 'an output of 2 MB: longest frame', 'ms', { floor: 17 }],
  ]),
  ...rows(
    'adapters',
    fakeHouses.flatMap(({ kind }): Row[] => [
      [
        `${kind}-cpu`,
        `${kind}: CPU of 20 000 deltas, of the official client's`,
        'times',
        { limit: 1.5 },
      ],
      [
        `${kind}-first`,
        `${kind}: from a quick question to its request at the provider p95`,
        'ms',
        { limit: 10 },
      ],
      [`${kind}-stop`, `${kind}: from a stop to its connection closed p95`, 'ms', { limit: 50 }],
    ]),
  ),
  ...rows('loop', [
    ['p50', 'turn loop between two requests, without the tool p50', 'ms', { floor: 0.5 }],
    ['p95', 'turn loop between two requests, without the tool p95', 'ms', { limit: 5 }],
    ['deltas-cpu', '20 000 deltas in a host, CPU', 'ms', { floor: 20 }],
    ['deltas-raw-cpu', 'the same in the official client alone, CPU', 'ms', { floor: 20 }],
    ['deltas-ratio', '20 000 deltas in a host against the client alone', 'times', { limit: 1.5 }],
  ]),
  ...rows('grep', [
    ['p50', 'the tool grep over 100 000 lines p50', 'ms', { floor: 5 }],
    ['rg-p50', 'ripgrep itself over 100 000 lines p50', 'ms', { floor: 5 }],
    ['ratio', 'the tool grep against ripgrep itself', 'times', { limit: 1.3 }],
  ]),
  ...rows('wire-trip', [
    ['ratio', 'a command over a WebSocket against bare TCP', 'times', { limit: 1.5 }],
    ['attach-ratio', 'an attach that fails, against bare TCP', 'times'],
    ['bare-ratio', 'a bare WebSocket against bare TCP', 'times'],
    ['p99', 'a command over a WebSocket p99', 'ms', { noise: 0.5, floor: 0.2 }],
  ]),
  ...rows(
    'wire-flow',
    (
      [
        ['ws-single', 'a WebSocket reader, one by one'],
        ['ws-batched', 'a WebSocket reader, by 64'],
        ['sse-single', 'an SSE reader, one by one'],
        ['sse-batched', 'an SSE reader, by 64'],
      ] as const
    ).flatMap(([id, words]): Row[] => [
      [id, words, 'events/s'],
      [`${id}-share`, `${words}, of a bare server`, 'times', { better: 'more', limit: 0.6 }],
    ]),
  ),
  ...rows('wire-resume', [
    ['long-p50', 'resume after 10 of 200 000 events p50', 'ms'],
    ['long-p95', 'resume after 10 of 200 000 events p95', 'ms', { limit: 10, floor: 2 }],
    ['short-p50', 'resume after 10 of 2 000 events p50', 'ms'],
    ['ratio', 'the long session against the short one', 'times', { limit: 1.5, noise: 0.25 }],
  ]),
  ...rows('wire-blocked', [
    ['ws-acks-once', 'a reader that acknowledged once', 'MB', { limit: 1, floor: 0.1 }],
    ['ws-reads-no-more', 'a WebSocket that is read no more', 'MB', { limit: 1, floor: 0.1 }],
    ['sse-reads-no-more', 'an SSE stream that is read no more', 'MB', { limit: 1, floor: 0.1 }],
  ]),
  ...rows('wire-window', [
    ['alone-p50', 'one session: hub to screen p50', 'ms', { floor: 3 }],
    ['alone-p99', 'one session: hub to screen p99', 'ms', { floor: 5 }],
    ['alone-frame', 'one session: longest frame', 'ms', { noise: 0.5, floor: 15 }],
  ]),
  ...rows(
    'wire-window',
    (
      [
        ['', '100 sessions, one shown'],
        ['all-', '100 sessions, all coming to the page'],
      ] as const
    ).flatMap(([id, words]): Row[] => [
      [`${id}p50`, `${words}: hub to screen p50`, 'ms', { floor: 3 }],
      [`${id}p99`, `${words}: hub to screen p99`, 'ms', { limit: 32, floor: 5 }],
      [`${id}frame`, `${words}: longest frame`, 'ms', { limit: 50, noise: 0.5, floor: 15 }],
    ]),
  ),
  ...rows('wire-crowd', [
    ['p50', '500 readers, commit to arrival p50', 'ms', { floor: 5 }],
    ['p99', '500 readers, commit to arrival p99', 'ms', { limit: 250, floor: 15 }],
    ['max', '500 readers, slowest arrival', 'ms', { noise: 0.5, floor: 30 }],
    ['cpu', '500 readers, CPU of the server', '% of a core', { floor: 5 }],
  ]),
];
