/**
 * Put before the hub of the built app: the journal's own feed, and with it turns that are nowhere else. It does what the
 * one who listens at `control` (a Unix socket) says, a line of JSON each:
 * `{sessions}` begins a turn in each of them, `{seconds, perSecond}` then appends so often a second to each, at even times.
 * Each is answered with a line; the last with when the first session's appends were committed, ms of `process.hrtime`.
 */
'use strict';

const { connect } = require('node:net');
const { createInterface } = require('node:readline');

/** Between two commits, ms: a journal puts together what comes meanwhile. */
const commitMs = 4;

const now = () => Number(process.hrtime.bigint()) / 1e6;

module.exports = (feed, control) => {
  const listeners = new Set();
  const seqs = new Map();
  const offsets = new Map();
  let sessions = [];
  let head = 0;

  const all = {
    ...feed,
    head: () => Math.max(head, feed.head()),
    onCommit(listener) {
      listeners.add(listener);
      const stop = feed.onCommit(listener);
      return () => {
        listeners.delete(listener);
        stop();
      };
    },
  };

  function commit(bodies) {
    let pos = all.head();
    const events = bodies.map(([channel, body]) => {
      const seq = (seqs.get(channel) ?? 0) + 1;
      seqs.set(channel, seq);
      pos += 1;
      return { ...body, at: Date.now(), channel, seq, pos };
    });
    head = pos;
    for (const listener of listeners) listener(events);
  }

  async function begin(ids) {
    sessions = ids;
    const index = await feed.snapshot('index', feed.head());
    seqs.set('index', index.seq);
    for (const id of ids) {
      const channel = `session/${id}`;
      const { seq, session } = await feed.snapshot(channel, feed.head());
      seqs.set(channel, seq);
      const turn = `${id}-flood`;
      commit([
        [channel, { type: 'turn.queued', turn, text: 'Go' }],
        [channel, { type: 'turn.started', turn, attempt: 1, model: session.model }],
        [channel, { type: 'turn.first', turn, ms: 1 }],
        [channel, { type: 'block.opened', turn, block: `${id}-text`, kind: 'text' }],
        ['index', { type: 'session.listed', session: { ...session, status: 'running', turn } }],
      ]);
    }
  }

  function append(which, n) {
    const block = `${sessions[which]}-text`;
    const off = offsets.get(block) ?? 0;
    const text = `w${n}w${n % 20 === 19 ? '\n\n' : ' '}`;
    offsets.set(block, off + text.length);
    return [`session/${sessions[which]}`, { type: 'block.appended', block, off, text }];
  }

  async function run(seconds, perSecond) {
    const times = [];
    const count = sessions.length * perSecond * seconds;
    const everyMs = 1000 / perSecond / sessions.length;
    const began = now();
    for (let next = 0; next < count; ) {
      await new Promise((resolve) => setTimeout(resolve, commitMs));
      const bodies = [];
      for (; next < count && began + next * everyMs <= now(); next += 1) {
        const which = next % sessions.length;
        const n = Math.floor(next / sessions.length);
        if (which === 0) times[n] = now();
        bodies.push(append(which, n));
      }
      if (bodies.length > 0) commit(bodies);
    }
    return { times, ms: now() - began };
  }

  const socket = connect(control);
  // The bench is gone: so is this app, soon.
  socket.on('error', () => undefined);
  const answer = (value) => socket.write(`${JSON.stringify(value)}\n`);
  createInterface({ input: socket }).on('line', (line) => {
    const asked = JSON.parse(line);
    const done = asked.sessions ? begin(asked.sessions) : run(asked.seconds, asked.perSecond);
    done.then(
      (value) => answer({ value: value ?? null }),
      (error) => answer({ failed: String(error?.stack ?? error) }),
    );
  });
  return all;
};
