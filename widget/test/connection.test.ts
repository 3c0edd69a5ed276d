import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ApiFailure } from "../src/api";
import { connect, type ConnectionPlan, SILENCE_MS, waitBefore } from "../src/connection";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const startPlan = (...failures: ApiFailure[]) => {
  const streams: ReadableStreamDefaultController<Uint8Array>[] = [];
  const plan = {
    open: vi.fn(async (signal: AbortSignal) => {
      const failure = failures.shift();
      if (failure) throw failure;
      return new ReadableStream<Uint8Array>({
        start(controller) {
          streams.push(controller);
          signal.addEventListener("abort", () => controller.error(new Error("aborted")));
        },
      });
    }),
    onEvents: vi.fn(),
    onLive: vi.fn(),
    onLost: vi.fn(),
    onGone: vi.fn(),
  } satisfies ConnectionPlan;
  const say = (text: string) => streams.at(-1)!.enqueue(new TextEncoder().encode(text));
  return { plan, streams, say, connection: connect(plan) };
};

const hello = 'event: message\ndata: {"seq":1,"speaker":"AGENT","text":"h\u00e9","at":""}\n\n';

test("events are told in pieces as they come, letters cut in two included", async () => {
  const { plan, streams, connection } = startPlan();
  await vi.advanceTimersByTimeAsync(0);
  for (const byte of new TextEncoder().encode(hello)) streams[0]!.enqueue(new Uint8Array([byte]));
  await vi.advanceTimersByTimeAsync(0);
  expect(plan.onEvents.mock.calls.flat(2)).toMatchObject([{ type: "message", data: { text: "hé" } }]);
  connection.stop();
});

test("silence is death, a heartbeat is life", async () => {
  const { plan, say, connection } = startPlan();
  await vi.advanceTimersByTimeAsync(SILENCE_MS - 1);
  say(":\n\n");
  await vi.advanceTimersByTimeAsync(SILENCE_MS - 1);
  expect(plan.open).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(2000);
  expect(plan.open).toHaveBeenCalledTimes(2);
  connection.stop();
});

test("failures are said, waited out, and forgotten once it works", async () => {
  const { plan, connection } = startPlan(new ApiFailure(0), new ApiFailure(503, 5000));
  await vi.advanceTimersByTimeAsync(1001);
  expect(plan.onLost).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(4999);
  expect(plan.open).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(2001);
  expect(plan.onLive).toHaveBeenCalledTimes(1);
  connection.stop();
});

test.each([401, 403, 404, 410])("a talk that is gone (%i) is not asked for again", async (status) => {
  const { plan } = startPlan(new ApiFailure(status));
  await vi.advanceTimersByTimeAsync(120_000);
  expect(plan.onGone).toHaveBeenCalledTimes(1);
  expect(plan.open).toHaveBeenCalledTimes(1);
});

test("waking up tries at once", async () => {
  const { plan, connection } = startPlan(new ApiFailure(503, 600_000));
  await vi.advanceTimersByTimeAsync(0);
  connection.wake(false);
  await vi.advanceTimersByTimeAsync(0);
  expect(plan.onLive).toHaveBeenCalledTimes(1);
  connection.wake(true);
  await vi.advanceTimersByTimeAsync(1001);
  expect(plan.open).toHaveBeenCalledTimes(3);
  connection.stop();
});

test("once stopped, nothing more is asked or told", async () => {
  const { plan, connection } = startPlan();
  await vi.advanceTimersByTimeAsync(0);
  connection.stop();
  await vi.advanceTimersByTimeAsync(120_000);
  expect(plan.open).toHaveBeenCalledTimes(1);
  expect(plan.onLost).not.toHaveBeenCalled();
});

test("waits double, are spread out, end at thirty seconds, and honour the server", () => {
  expect(waitBefore(0, 0)).toBe(500);
  expect(waitBefore(0, 1)).toBe(1000);
  expect(waitBefore(3, 1)).toBe(8000);
  expect(waitBefore(5000, 1)).toBe(30_000);
  expect(waitBefore(0, 0, 7000)).toBe(7500);
  expect(waitBefore(0, 0, Number.NaN)).toBe(500);
});
