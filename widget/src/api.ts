import type { Beginning, LeftMessage, Outgoing, Receipt, Settings, Talk } from "./contract";
import { fromJson, toJson } from "./json";

/** `status` 0 means that no answer came: no network, a time-out, or a refusal the browser hides. */
export class ApiFailure {
  constructor(
    readonly status: number,
    readonly retryAfterMs = 0,
  ) {}
}

export interface Api {
  settings(): Promise<Settings>;
  begin(beginning: Beginning): Promise<Talk>;
  send(talk: Talk, message: Outgoing): Promise<Receipt>;
  leave(talk: Talk, message: LeftMessage): Promise<void>;
  events(talk: Talk, lastSeq: number, signal: AbortSignal): Promise<ReadableStream<Uint8Array>>;
}

const ANSWER_WITHIN_MS = 20_000;

export const createApi = (base: string, subscriber: string, language: string): Api => {
  // As it is now: what the page puts in its place later shall not be asked.
  const { fetch } = window;
  const root = `${base.replace(/\/+$/, "")}/v1/widget/`;
  const ofSubscriber = encodeURIComponent(subscriber);
  const ofTalk = (talk: Talk, what: string) => `conversations/${encodeURIComponent(talk.id)}/${what}`;

  const call = async (path: string, talk?: Talk, body?: object, init?: RequestInit): Promise<Response> => {
    const response = await fetch(root + path, {
      credentials: "omit",
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      ...(body && { method: "POST", body: toJson(body) }),
      ...init,
      headers: {
        "Accept-Language": language,
        ...(body && { "Content-Type": "application/json" }),
        ...(talk && { Authorization: `Bearer ${talk.token}` }),
        ...init?.headers,
      },
    }).catch(() => null);
    if (response?.ok) return response;
    throw new ApiFailure(response?.status ?? 0, Number(response?.headers.get("Retry-After")) * 1000);
  };

  /** Something else has answered in the server's place where the answer is none of its: a hotel's network, say. */
  const json = async (path: string, talk?: Talk, body?: object) => {
    const answer = fromJson(await (await call(path, talk, body)).text());
    if (Object(answer) !== answer) throw new ApiFailure(0);
    return answer;
  };

  return {
    settings: () => json(ofSubscriber),
    begin: (beginning) => json(`${ofSubscriber}/conversations`, undefined, beginning),
    send: (talk, message) => json(ofTalk(talk, "messages"), talk, message),
    leave: (talk, message) => json(ofTalk(talk, "left-message"), talk, message),
    events: async (talk, lastSeq, signal) => {
      const headers = { "Last-Event-ID": `${lastSeq}` };
      return (await call(ofTalk(talk, "events"), talk, undefined, { headers, signal })).body!;
    },
  };
};
