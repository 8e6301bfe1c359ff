/** Answers that a test holds in its hand: one that stands open until it may end, one that floods meanwhile, one that waits. */
import type { Reply, Scenario } from '../anthropic';
import { begin, finish } from '../anthropic-wire';

export interface HeldAnswer {
  scenario: Scenario;
  /** Lets it say the rest and end. */
  end(): void;
}

const delta = (text: string) => ({
  type: 'content_block_delta',
  index: 0,
  delta: { type: 'text_delta', text },
});

async function open(reply: Reply): Promise<void> {
  await begin(reply, {});
  const content_block = { type: 'text', text: '' };
  await reply.event({ type: 'content_block_start', index: 0, content_block });
}

async function close(reply: Reply): Promise<void> {
  await reply.event({ type: 'content_block_stop', index: 0 });
  await finish(reply, 'end_turn', {});
}

function gate(): { opened: Promise<void>; open: () => void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** Says `first`, a word every `paceMs` if that is given, and `rest` when it may end. */
export function heldAnswer(first: string, rest: string, paceMs?: number): HeldAnswer {
  const { opened, open: end } = gate();
  return {
    end,
    scenario: async (reply) => {
      await open(reply);
      for (const piece of paceMs === undefined ? [first] : first.split(/(?<= )/)) {
        await reply.event(delta(piece));
        if (paceMs !== undefined) await reply.sleep(paceMs);
      }
      await Promise.race([opened, reply.gone]);
      await reply.event(delta(rest));
      await close(reply);
    },
  };
}

/** Any answer, which begins when it may. */
export function waitingAnswer(answer: Scenario): { scenario: Scenario; begin(): void } {
  const { opened, open: begin } = gate();
  return {
    begin,
    scenario: async (reply) => {
      await Promise.race([opened, reply.gone]);
      await answer(reply);
    },
  };
}

/** Ms between two handfuls. */
const beatMs = 10;

export interface FloodingAnswer extends HeldAnswer {
  /** Deltas written so far. */
  sent(): number;
}

/** So many deltas a second, numbered, until it may end; what a beat comes too late for is made up. */
export function floodingAnswer(perSecond: number): FloodingAnswer {
  const { opened, open: end } = gate();
  let over = false;
  void opened.then(() => (over = true));
  let sent = 0;
  return {
    end,
    sent: () => sent,
    scenario: async (reply) => {
      await open(reply);
      const began = performance.now();
      while (!over && reply.alive()) {
        const due = Math.floor(((performance.now() - began) / 1000) * perSecond);
        let handful = '';
        for (; sent < due; sent += 1) {
          handful += `event: content_block_delta\ndata: ${JSON.stringify(delta(`${sent} `))}\n\n`;
        }
        await reply.raw(handful);
        await reply.sleep(beatMs);
      }
      await close(reply);
    },
  };
}
