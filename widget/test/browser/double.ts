import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { LeftMessage, Message, Settings, Speaker, TalkState } from "../../src/contract";

/** As the server tells it: a message of somebody else bears no name of the visitor's. */
type Told = Omit<Message, "clientMessageId"> & { clientMessageId?: string };

interface Talk {
  id: string;
  token: string;
  expired: boolean;
  state: TalkState;
  beginning: Record<string, unknown>;
  messages: Told[];
  streams: Set<ServerResponse>;
}

interface Seen {
  method: string;
  path: string;
  url: string;
  headers: IncomingMessage["headers"];
}

type Trouble = { status: number; retryAfter?: number; afterStoring?: boolean };

/** What is unknown is null. */
const openSettings: { [Name in keyof Settings]: Settings[Name] | null } & Pick<
  Settings,
  "business" | "greeting" | "preChat"
> = {
  business: { name: "Maple Dental", phone: "+14316005505" },
  open: true,
  hoursToday: "9:00 AM to 5:00 PM",
  nextOpening: null,
  opens: null,
  greeting: "Hello! How can we help you today?",
  colour: "#0f766e",
  preChat: [],
  takesMessages: true,
};

/** Keeps the contract of the server in memory, remembers what it was asked, and fails on request. */
export const startDouble = async () => {
  const talks = new Map<string, Talk>();
  const requests: Seen[] = [];
  const left: LeftMessage[] = [];
  const troubles: { path: RegExp; trouble: Trouble }[] = [];
  const double = {
    settings: { ...openSettings },
    reply: (text: string): string | null => `You said: ${text}`,
    talks,
    requests,
    left,
    origin: "",
    /** The next request for such a path goes wrong. */
    fail: (path: RegExp, ...sequence: Trouble[]) => sequence.forEach((trouble) => troubles.push({ path, trouble })),
    say: (talk: Talk, speaker: Speaker, text: string) => add(talk, { speaker, text }),
    type: (talk: Talk, speaker: Speaker, on: boolean) => push(talk, "typing", { speaker, on }),
    setState(talk: Talk, state: TalkState) {
      talk.state = state;
      push(talk, "state", { state });
    },
    cutStreams: () => talks.forEach((talk) => talk.streams.forEach((stream) => stream.destroy())),
    onlyTalk: () => [...talks.values()].at(-1)!,
    reset() {
      double.cutStreams();
      talks.clear();
      requests.length = left.length = troubles.length = 0;
      double.settings = { ...openSettings };
      double.reply = (text) => `You said: ${text}`;
    },
    connections: () => new Promise<number>((resolve) => server.getConnections((_, count) => resolve(count))),
    close: () => {
      double.cutStreams();
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };

  const write = (stream: ServerResponse, type: string, data: unknown, id?: number) =>
    stream.write(`${id ? `id: ${id}\n` : ""}event: ${type}\ndata: ${JSON.stringify(data)}\n\n`);

  const push = (talk: Talk, type: string, data: unknown, id?: number) =>
    talk.streams.forEach((stream) => write(stream, type, data, id));

  const add = (talk: Talk, said: Pick<Told, "speaker" | "text" | "clientMessageId">): Told => {
    const message = { seq: talk.messages.length + 1, at: new Date().toISOString(), ...said };
    talk.messages.push(message);
    push(talk, "message", message, message.seq);
    return message;
  };

  const answer = (response: ServerResponse, status: number, body?: unknown, headers: Record<string, string> = {}) => {
    const type = status >= 400 ? "application/problem+json" : "application/json";
    response.writeHead(status, { "Content-Type": type, ...headers });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  };
  const problem = (response: ServerResponse, status: number, headers?: Record<string, string>) =>
    answer(response, status, { type: `urn:problem:${status}`, title: "No", status }, headers);

  const bodyOf = async (request: IncomingMessage) => {
    let body = "";
    for await (const piece of request) body += piece;
    return body ? JSON.parse(body) : {};
  };

  const openStream = (talk: Talk, request: IncomingMessage, response: ServerResponse) => {
    const last = Number(request.headers["last-event-id"] ?? 0);
    response.writeHead(200, { "Content-Type": "text/event-stream" });
    response.write(": hello\n\n");
    for (const message of talk.messages) if (message.seq > last) write(response, "message", message, message.seq);
    write(response, "state", { state: talk.state });
    talk.streams.add(response);
    response.on("close", () => talk.streams.delete(response));
  };

  const take = async (talk: Talk, request: IncomingMessage, response: ServerResponse) => {
    const { clientMessageId, text } = await bodyOf(request);
    const known = talk.messages.find((message) => message.clientMessageId === clientMessageId);
    if (known) return answer(response, 201, { seq: known.seq, at: known.at });
    if (talk.state === "ENDED") return problem(response, 409);
    if (!text?.trim()) return problem(response, 422);
    if (text.length > 200) return problem(response, 413);
    const { seq, at } = add(talk, { speaker: "VISITOR", text, clientMessageId });
    const trouble = troubles.findIndex((entry) => entry.trouble.afterStoring && entry.path.test(request.url!));
    if (trouble >= 0) {
      troubles.splice(trouble, 1);
      return void request.socket.destroy();
    }
    answer(response, 201, { seq, at });
    const reply = double.reply(text);
    if (reply !== null) add(talk, { speaker: "AGENT", text: reply });
  };

  const route = async (request: IncomingMessage, response: ServerResponse) => {
    const path = request.url!.split("?")[0]!;
    response.setHeader("Access-Control-Allow-Origin", request.headers.origin ?? "*");
    response.setHeader("Access-Control-Expose-Headers", "Retry-After");
    if (request.method === "OPTIONS") {
      response.setHeader("Access-Control-Allow-Headers", "Authorization, Content-Type, Last-Event-ID");
      response.setHeader("Access-Control-Allow-Methods", "GET, POST");
      return answer(response, 204);
    }
    requests.push({ method: request.method!, path, url: request.url!, headers: request.headers });
    const trouble = troubles.findIndex((entry) => !entry.trouble.afterStoring && entry.path.test(path));
    if (trouble >= 0) {
      const { status, retryAfter } = troubles.splice(trouble, 1)[0]!.trouble;
      return problem(response, status, retryAfter === undefined ? {} : { "Retry-After": String(retryAfter) });
    }
    if (path === "/v1/widget/maple") return answer(response, 200, double.settings);
    if (path === "/v1/widget/maple/conversations") {
      const beginning = await bodyOf(request);
      const talk: Talk = {
        id: randomUUID(),
        token: randomUUID(),
        expired: false,
        state: "OPEN",
        beginning,
        messages: [],
        streams: new Set(),
      };
      talks.set(talk.id, talk);
      const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
      return answer(response, 201, { id: talk.id, token: talk.token, expiresAt });
    }
    const [, id, what] = /^\/v1\/widget\/conversations\/([^/]+)\/([a-z-]+)$/.exec(path) ?? [];
    const talk = talks.get(id ?? "");
    if (!talk) return problem(response, 404);
    if (talk.expired || request.headers.authorization !== `Bearer ${talk.token}`) return problem(response, 401);
    if (what === "events") return openStream(talk, request, response);
    if (what === "messages") return take(talk, request, response);
    if (what === "left-message") {
      left.push(await bodyOf(request));
      return answer(response, 201, { taken: true });
    }
    problem(response, 404);
  };

  const server = createServer((request, response) => void route(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  double.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return double;
};

export type Double = Awaited<ReturnType<typeof startDouble>>;
