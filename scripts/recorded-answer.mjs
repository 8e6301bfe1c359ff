/**
 * What a recorded stream of Anthropic's Messages API says, folded from its bytes without any of the app's code, and
 * whether a row of the adapter's events says the same. Pure: replay-recordings.mjs brings both together.
 */

/** Block kinds that the adapter shows; of all others it says nothing. */
const shown = {
  text: 'text',
  thinking: 'thinking',
  redacted_thinking: 'thinking',
  tool_use: 'tool',
};

const stops = {
  end_turn: 'end',
  tool_use: 'tools',
  max_tokens: 'max-tokens',
  stop_sequence: 'stop-sequence',
  pause_turn: 'pause',
  refusal: 'refusal',
  model_context_window_exceeded: 'context-full',
};

/**
 * The recorded answer. Throws for bytes that are no such stream.
 * @param {string} body the whole stream of events
 */
export function foldRecording(body) {
  const blocks = new Map();
  const usage = {};
  let model;
  let stop;
  let ended = false;
  for (const event of dataOf(body)) {
    switch (event.type) {
      case 'message_start':
        model = event.message.model;
        takeUsage(usage, event.message.usage);
        break;
      case 'content_block_start':
        blocks.set(event.index, begin(event.content_block));
        break;
      case 'content_block_delta':
        add(blocks.get(event.index), event.delta);
        break;
      case 'message_delta':
        stop = event.delta.stop_reason ?? stop;
        takeUsage(usage, event.usage);
        break;
      case 'message_stop':
        ended = true;
        break;
      default:
    }
  }
  return { model, blocks: [...blocks].filter(([, { kind }]) => kind), usage, stop, ended };
}

function dataOf(body) {
  const events = [];
  for (const part of body.split(/\r?\n\r?\n/)) {
    const data = part
      .split(/\r?\n/)
      .filter((line) => line.startsWith('data:'))
      .map((line) => line.slice(5).trim())
      .join('\n');
    if (data !== '') events.push(JSON.parse(data));
  }
  return events;
}

function begin(block) {
  const given = block.type === 'tool_use' && Object.keys(block.input ?? {}).length > 0;
  return {
    kind: shown[block.type],
    name: block.type === 'tool_use' ? block.name : undefined,
    id: block.type === 'tool_use' ? block.id : undefined,
    text: given ? JSON.stringify(block.input) : (block.text ?? block.thinking ?? ''),
    signature: block.signature ?? '',
  };
}

function add(block, delta) {
  if (delta.type === 'signature_delta') block.signature += delta.signature;
  else block.text += delta.text ?? delta.thinking ?? delta.partial_json ?? '';
}

function takeUsage(usage, reported) {
  for (const [field, count] of Object.entries(reported ?? {})) {
    if (typeof count === 'number') usage[field] = count;
  }
}

/**
 * What is wrong with the adapter's events for this recording, in words; empty when all is right.
 * @param {ReturnType<typeof foldRecording>} recorded
 * @param {Array<Record<string, any>>} events as the adapter gave them
 */
export function differences(recorded, events) {
  const wrong = [];
  const check = (right, words) => {
    if (!right) wrong.push(words);
  };
  const last = events.at(-1);
  // Bytes are a sign of life before a whole event is there.
  const begun = events.find(({ type }) => type !== 'alive');
  check(begun?.type === 'first', 'its first event is not "first"');
  check(last?.type === 'stop', 'it does not end with a stop event');
  check(events.filter(({ type }) => type === 'stop').length === 1, 'it has not exactly one stop');
  const reason = stops[recorded.stop] ?? 'end';
  check(last?.reason === reason, `it stops with "${last?.reason}" in place of "${reason}"`);
  const found = foldEvents(events, wrong);
  const order = found.map(([index]) => index).join(' ');
  const wanted = recorded.blocks.map(([index]) => index).join(' ');
  check(order === wanted, `it shows the blocks ${order || 'none'}, recorded were ${wanted}`);
  const known = new Map(found);
  for (const [index, block] of recorded.blocks) {
    const mine = known.get(index);
    if (mine) wrong.push(...blockDifferences(block, mine).map((what) => `block ${index}: ${what}`));
  }
  const usage = events.findLast(({ type }) => type === 'usage')?.usage;
  for (const [mine, theirs] of [
    ['inputTokens', 'input_tokens'],
    ['outputTokens', 'output_tokens'],
    ['cacheReadTokens', 'cache_read_input_tokens'],
    ['cacheWriteTokens', 'cache_creation_input_tokens'],
  ]) {
    const right = recorded.usage[theirs] ?? 0;
    check(usage?.[mine] === right, `${mine} is ${usage?.[mine]}, last reported was ${right}`);
  }
  return wrong;
}

function foldEvents(events, wrong) {
  const blocks = new Map();
  const open = new Set();
  for (const event of events) {
    const { type, index } = event;
    if (type === 'open') {
      if (blocks.has(index)) wrong.push(`block ${index} is opened twice`);
      blocks.set(index, { kind: event.kind, name: event.name, text: '' });
      open.add(index);
    } else if (type === 'delta') {
      if (!open.has(index)) wrong.push(`text for block ${index}, which is not open`);
      else blocks.get(index).text += event.text;
    } else if (type === 'close') {
      if (!open.delete(index)) wrong.push(`block ${index} is closed and was not open`);
      else blocks.get(index).opaque = event.opaque;
    }
  }
  for (const index of open) wrong.push(`block ${index} is never closed`);
  return [...blocks];
}

function blockDifferences(recorded, mine) {
  const wrong = [];
  if (mine.kind !== recorded.kind) wrong.push(`a ${mine.kind} in place of a ${recorded.kind}`);
  if (mine.text !== recorded.text) {
    const whole = [mine.text.length, recorded.text.length];
    wrong.push(`other text (${whole[0]} characters, recorded were ${whole[1]})`);
  }
  if (recorded.kind === 'tool') {
    if (mine.name !== recorded.name) wrong.push('another tool');
    if (mine.opaque?.toolUseId !== recorded.id) wrong.push('another id of the call');
    // A call without input streams nothing; whoever runs it takes that for no input.
    if (mine.text !== '' && !isJson(mine.text)) wrong.push('its input is no JSON');
  }
  if ((mine.opaque?.signature ?? '') !== recorded.signature) wrong.push('another signature');
  return wrong;
}

function isJson(text) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
