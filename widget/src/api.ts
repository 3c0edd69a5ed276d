import type { Beginning, LeftMessage, Outgoing, Receipt, Settings, Talk } from "./contract";

/** `status` 0 means that no answer came: no network, a time-out, or a refusal the browser hides. */
export class ApiFailure extends Error {
  constructor(
    readonly status: number,
    readonly retryAfterMs = 0,
  ) {
    super();
  }
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
  const root = `${base.replace(/\/+$/, "")}/v1/widget/`;
  const ofSubscriber = root + encodeURIComponent(subscriber);
  const ofTalk = (talk: Talk, what: string) => `${root}conversations/${encodeURIComponent(talk.id)}/${what}`;

  const call = async (url: string, init: RequestInit, talk?: Talk): Promise<Response> => {
    const headers: HeadersInit = { "Accept-Language": language };
    if (init.body) headers["Content-Type"] = "application/json";
    if (talk) headers["Authorization"] = `Bearer ${talk.token}`;
    const response = await fetch(url, {
      credentials: "omit",
      cache: "no-store",
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      ...init,
      headers: { ...headers, ...init.headers },
    }).catch(() => null);
    if (response?.ok) return response;
    throw new ApiFailure(response?.status ?? 0, Number(response?.headers.get("Retry-After")) * 1000);
  };

  const json = async <T>(url: string, init: RequestInit, talk?: Talk): Promise<T> =>
    (await call(url, init, talk)).json();

  const post = <T>(url: string, body: unknown, talk?: Talk) =>
    json<T>(url, { method: "POST", body: JSON.stringify(body) }, talk);

  return {
    settings: () => json<Settings>(ofSubscriber, {}),
    begin: (beginning) => post<Talk>(`${ofSubscriber}/conversations`, beginning),
    send: (talk, message) => post<Receipt>(ofTalk(talk, "messages"), message, talk),
    leave: (talk, message) => post<void>(ofTalk(talk, "left-message"), message, talk),
    events: async (talk, lastSeq, signal) => {
      const headers = { Accept: "text/event-stream", "Last-Event-ID": String(lastSeq) };
      return (await call(ofTalk(talk, "events"), { headers, signal }, talk)).body!;
    },
  };
};
