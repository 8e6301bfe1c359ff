/**
 * A provider that lets a turn make calls: the n-th request is answered with a call of `read` on `n.txt`, the last with
 * words. In a process of its own: what the host's parent does between two requests must not count as the loop's.
 * Sent a number of calls it answers with its port; sent "take", with when each request was there whole, and when each
 * answer had left, ms by one clock.
 */
import { createServer } from 'node:http';

let calls = 0;
let arrived = [];
let ended = [];

const event = (data) => `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
const usage = { input_tokens: 100, output_tokens: 10 };

function answer(n) {
  const message = { id: 'msg_bench', type: 'message', role: 'assistant', content: [], usage };
  const isCall = n < calls;
  const block = isCall
    ? { type: 'tool_use', id: `toolu_${n}`, name: 'read', input: {} }
    : { type: 'text', text: '' };
  const delta = isCall
    ? { type: 'input_json_delta', partial_json: JSON.stringify({ path: `${n}.txt` }) }
    : { type: 'text_delta', text: 'Done.' };
  return [
    { type: 'message_start', message: { ...message, model: 'claude-opus-5-5', stop_reason: null } },
    { type: 'content_block_start', index: 0, content_block: block },
    { type: 'content_block_delta', index: 0, delta },
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason: isCall ? 'tool_use' : 'end_turn' }, usage },
    { type: 'message_stop' },
  ]
    .map(event)
    .join('');
}

const server = createServer((req, res) => {
  if (req.method !== 'POST') {
    res.statusCode = 404;
    res.end();
    return;
  }
  req.resume();
  req.once('end', () => {
    const n = arrived.push(performance.now()) - 1;
    res.once('finish', () => ended.push(performance.now()));
    res.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    res.end(answer(n));
  });
});

server.listen(0, '127.0.0.1', () => {
  process.on('message', (order) => {
    if (typeof order === 'number') calls = order;
    else {
      process.send({ arrived, ended });
      arrived = [];
      ended = [];
      return;
    }
    process.send({ port: server.address().port });
  });
  process.send('ready');
});
process.on('disconnect', () => process.exit(0));
