/** Looks on while a port is served, without touching what passes: when it came in step, and who ended it. */
import type { ServerFrame } from '../../../preload/contract/frames';
import type { Connects } from './over-driver';

export interface Watch {
  /** Everything that was asked for has been given once. Told at most once. */
  inStep(): void;
  /** `asked`: the window wanted something of it. Told once. */
  ended(by: 'window' | 'transport', asked: boolean): void;
}

export function watched(to: Connects, watch: Watch): Connects {
  return {
    connect(sink, kind) {
      const waiting = new Set<string>();
      let asked = false;
      /** Something that was asked for was told to its end. */
      let settled = false;
      let inStep = false;
      let over = false;

      function look(frames: readonly ServerFrame[]): void {
        for (const frame of frames) {
          if (frame.t !== 'synced' && frame.t !== 'error') continue;
          if (frame.channel === undefined) continue;
          waiting.delete(frame.channel);
          settled = true;
        }
        judge();
      }

      function judge(): void {
        if (inStep || !settled || waiting.size > 0) return;
        inStep = true;
        watch.inStep();
      }

      function end(by: 'window' | 'transport'): void {
        if (over) return;
        over = true;
        watch.ended(by, asked);
      }

      const reader = to.connect(
        {
          send(frames) {
            sink.send(frames);
            if (!inStep) look(frames);
          },
          writable: () => sink.writable(),
          end(code) {
            end('transport');
            sink.end(code);
          },
        },
        kind,
      );
      return {
        greet: () => reader.greet(),
        attach(requests) {
          asked = true;
          if (!inStep) for (const { channel } of requests) waiting.add(channel);
          reader.attach(requests);
        },
        detach(channel) {
          waiting.delete(channel);
          reader.detach(channel);
          judge();
        },
        ack: (channel, pos) => reader.ack(channel, pos),
        drained: () => reader.drained(),
        close() {
          end('window');
          reader.close();
        },
      };
    },
  };
}
