/**
 * What it costs to iterate a house's official client and to do nothing with it: plain Node, its raw stream of events. Runs
 * one answer for each message of its parent, and says how many characters came and the CPU time that cost, ms. Says `none`
 * for a house that is spoken to without a client.
 */
const [kind, baseURL, model] = process.argv.slice(2);

/** By kind: an iterator over the answer, and the text of one of its events. */
const clients = {
  async anthropic() {
    const { default: Anthropic } = await import('@anthropic-ai/sdk');
    const client = new Anthropic({ apiKey: 'bench', baseURL, maxRetries: 2 });
    const messages = [{ role: 'user', content: [{ type: 'text', text: 'Go' }] }];
    return [
      () => client.messages.create({ model, max_tokens: 1_000, messages, stream: true }),
      (event) => event.delta?.text,
    ];
  },
  async openai() {
    const { default: OpenAI } = await import('openai');
    const client = new OpenAI({ apiKey: 'bench', baseURL: `${baseURL}/v1`, maxRetries: 2 });
    const input = [{ role: 'user', content: [{ type: 'input_text', text: 'Go' }] }];
    return [
      () => client.responses.create({ model, input, stream: true }),
      (event) => (event.type === 'response.output_text.delta' ? event.delta : undefined),
    ];
  },
  async 'openai-chat'() {
    const { default: OpenAI } = await import('openai');
    const client = new OpenAI({ apiKey: 'bench', baseURL: `${baseURL}/v1`, maxRetries: 2 });
    const messages = [{ role: 'user', content: 'Go' }];
    return [
      () => client.chat.completions.create({ model, messages, stream: true }),
      (event) => event.choices[0]?.delta?.content,
    ];
  },
  async gemini() {
    const { GoogleGenAI } = await import('@google/genai');
    const client = new GoogleGenAI({ apiKey: 'bench', httpOptions: { baseUrl: baseURL } });
    return [
      () => client.models.generateContentStream({ model, contents: 'Go' }),
      (event) => event.candidates?.[0]?.content?.parts?.[0]?.text,
    ];
  },
};

const [open, textOf] = (await clients[kind]?.()) ?? [];

process.on('message', async () => {
  const before = process.cpuUsage();
  let chars = 0;
  for await (const event of await open()) chars += textOf(event)?.length ?? 0;
  const { user, system } = process.cpuUsage(before);
  process.send?.({ chars, cpuMs: (user + system) / 1000 });
});
process.on('disconnect', () => process.exit(0));
process.send?.(open ? 'ready' : 'none');
