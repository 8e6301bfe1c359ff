/**
 * What it costs to iterate the provider's official client and to do nothing with it: plain Node, its raw stream of
 * events. Runs one answer for each message of its parent, and says how many deltas came.
 */
import Anthropic from '@anthropic-ai/sdk';

const [baseURL] = process.argv.slice(2);
// A connection that the server closed while it was idle is opened again.
const client = new Anthropic({ apiKey: 'bench', baseURL, maxRetries: 2 });

process.on('message', async () => {
  const stream = await client.messages.create({
    model: 'claude-opus-5-5',
    max_tokens: 1_000,
    messages: [{ role: 'user', content: [{ type: 'text', text: 'Go' }] }],
    stream: true,
  });
  let deltas = 0;
  for await (const event of stream) if (event.type === 'content_block_delta') deltas += 1;
  process.send?.(deltas);
});
process.on('disconnect', () => process.exit(0));
process.send?.('ready');
