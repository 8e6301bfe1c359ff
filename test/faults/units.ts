/**
 * Cuts what a server sends into units a fault can strike: the head of its answer, then whole server-sent
 * events or whole frames of a WebSocket. A unit's bytes are what goes over the wire.
 */
export type Speech = 'sse' | 'socket' | 'other';

export interface Unit {
  kind: 'head' | 'event' | 'frame' | 'rest';
  bytes: Buffer;
}

export interface Units {
  /** Undefined until the head came. */
  speech(): Speech | undefined;
  push(bytes: Buffer): Unit[];
}

const blank = Buffer.from('\r\n\r\n');
const line = Buffer.from('\r\n');
const eventEnd = Buffer.from('\n\n');

export function createUnits(): Units {
  let speech: Speech | undefined;
  /** Came, and is no whole unit yet; of a stream of events, also what was taken out of its chunks. */
  let raw: Buffer = Buffer.alloc(0);
  let text: Buffer = Buffer.alloc(0);

  function head(): Unit[] {
    const end = raw.indexOf(blank);
    if (end < 0) return [];
    const bytes = raw.subarray(0, end + blank.length);
    raw = raw.subarray(bytes.length);
    speech = speechOf(bytes.toString('latin1').toLowerCase());
    return [{ kind: 'head', bytes }, ...body()];
  }

  function body(): Unit[] {
    if (speech === 'sse') return events();
    if (speech === 'socket') return frames();
    const bytes = raw;
    raw = Buffer.alloc(0);
    return bytes.length > 0 ? [{ kind: 'rest', bytes }] : [];
  }

  function events(): Unit[] {
    const units: Unit[] = [];
    for (;;) {
      const end = raw.indexOf(line);
      if (end < 0) return units;
      const size = Number.parseInt(raw.toString('latin1', 0, end), 16);
      const from = end + line.length;
      if (raw.length < from + size + line.length) return units;
      text = Buffer.concat([text, raw.subarray(from, from + size)]);
      raw = raw.subarray(from + size + line.length);
      for (let at = text.indexOf(eventEnd); at >= 0; at = text.indexOf(eventEnd)) {
        const bytes = chunk(text.subarray(0, at + eventEnd.length));
        units.push({ kind: 'event', bytes });
        text = text.subarray(at + eventEnd.length);
      }
      if (size === 0) units.push({ kind: 'rest', bytes: chunk(Buffer.alloc(0)) });
    }
  }

  function frames(): Unit[] {
    const units: Unit[] = [];
    for (let size = frameSize(raw); size <= raw.length; size = frameSize(raw)) {
      units.push({ kind: 'frame', bytes: raw.subarray(0, size) });
      raw = raw.subarray(size);
    }
    return units;
  }

  return {
    speech: () => speech,
    push(bytes) {
      raw = Buffer.concat([raw, bytes]);
      return speech === undefined ? head() : body();
    },
  };
}

function speechOf(head: string): Speech {
  if (head.startsWith('http/1.1 101')) return 'socket';
  const streams = head.includes('text/event-stream') && head.includes('chunked');
  return streams ? 'sse' : 'other';
}

/** One chunk of HTTP's chunked encoding; an empty one is the last. */
export const chunk = (bytes: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, line]);

/** Bytes of the unmasked frame that begins there; infinite while its header is not whole. */
function frameSize(bytes: Buffer): number {
  if (bytes.length < 2) return Number.POSITIVE_INFINITY;
  const short = bytes.readUInt8(1) & 0x7f;
  if (short < 126) return 2 + short;
  const header = short === 126 ? 4 : 10;
  if (bytes.length < header) return Number.POSITIVE_INFINITY;
  return header + (short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2)));
}

/** An unmasked frame, as servers send them: `first` holds the FIN bit and the kind; at most 125 bytes. */
export const frame = (first: number, payload: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from([first, payload.length]), payload]);

export const closeFrame = (code: number): Buffer => {
  const payload = Buffer.alloc(2);
  payload.writeUInt16BE(code);
  return frame(0x88, payload);
};
