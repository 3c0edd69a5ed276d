import { ApiFailure } from "./api";
import type { TalkEvent } from "./contract";
import { createEventReader, understand } from "./event-reader";

/** The server sends at least a comment every 15 s. */
export const SILENCE_MS = 40_000;
const LONGEST_WAIT_MS = 30_000;

/** Doubles with every attempt and is spread out, so that a restarted server is not stormed by everybody at once. */
export const waitBefore = (attempt: number, random: number, retryAfterMs = 0): number =>
  // Not a number: the server has named a date, which our clock may not agree with.
  (retryAfterMs || 0) + Math.min(LONGEST_WAIT_MS, 1000 * 2 ** attempt) * (0.5 + random / 2);

export interface ConnectionPlan {
  open(signal: AbortSignal): Promise<ReadableStream<Uint8Array>>;
  onEvents(events: TalkEvent[]): void;
  onLive(): void;
  onLost(): void;
  /** The talk no longer exists for us: nothing more will come. */
  onGone(): void;
}

export interface Connection {
  /** The machine or the network may have slept: `afresh` also gives up a stream that still looks alive. */
  wake(afresh: boolean): void;
  stop(): void;
}

export const connect = (plan: ConnectionPlan): Connection => {
  let stopped = false;
  let attempt = 0;
  let lastByte = 0;
  let current: AbortController;
  let endPause: (() => void) | undefined;

  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      endPause = resolve;
      setTimeout(resolve, ms);
    });

  const listen = async (controller: AbortController) => {
    let watch: ReturnType<typeof setTimeout> | undefined;
    const stillAlive = () => {
      lastByte = Date.now();
      clearTimeout(watch);
      watch = setTimeout(() => controller.abort(), SILENCE_MS);
    };
    stillAlive();
    try {
      const reader = (await plan.open(controller.signal)).getReader();
      const decoder = new TextDecoder();
      const read = createEventReader();
      plan.onLive();
      for (;;) {
        const { done, value } = await reader.read();
        if (done || stopped) return;
        stillAlive();
        attempt = 0;
        const events = read(decoder.decode(value, { stream: true })).flatMap(understand);
        if (events.length && !controller.signal.aborted) plan.onEvents(events);
      }
    } finally {
      clearTimeout(watch);
      controller.abort();
    }
  };

  const run = async () => {
    while (!stopped) {
      let retryAfterMs = 0;
      current = new AbortController();
      try {
        await listen(current);
      } catch (problem) {
        if (problem instanceof ApiFailure && !stopped) {
          if (/401|403|404|410/.test(`${problem.status}`)) return plan.onGone();
          retryAfterMs = problem.retryAfterMs;
          plan.onLost();
        }
      }
      await pause(waitBefore(attempt++, Math.random(), retryAfterMs));
    }
  };
  void run();

  return {
    wake(afresh) {
      if (afresh || Date.now() - lastByte > SILENCE_MS) current.abort();
      attempt = 0;
      endPause?.();
    },
    stop() {
      stopped = true;
      current.abort();
      endPause?.();
    },
  };
};
