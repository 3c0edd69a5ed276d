import { type Api, ApiFailure, createApi } from "./api";
import { chime } from "./chime";
import { connect, type Connection, waitBefore } from "./connection";
import type { Identity, LeftMessage, Message, TalkEvent } from "./contract";
import * as said from "./conversation";
import { createMemory, type KeptTalk } from "./memory";
import { chooseLanguage, wordsOf } from "./strings";
import { takeTurn } from "./turns";
import { type Actions, createView, fullScreen, type Model } from "./view";
import css from "./widget.css";

export interface Options {
  apiBase: string;
  subscriber: string;
  colour?: string | null;
  side?: string | null;
  theme?: string | null;
  language?: string | null;
}

export interface Happenings {
  open: undefined;
  close: undefined;
  message: Pick<Message, "speaker" | "text" | "at">;
  unread: number;
}

export interface Widget {
  attach(): void;
  open(): void;
  close(): void;
  identify(identity: Identity | null): void;
}

const GONE = [401, 404, 409, 410];
const mayPass = ({ status }: ApiFailure) => status < 400 || status === 429 || status >= 500;

/** The browser ends such an address with a random UUID; crypto.randomUUID does not exist on pages without TLS. */
const newId = (): string => {
  const url = URL.createObjectURL(new Blob());
  URL.revokeObjectURL(url);
  return url.slice(-36);
};

const failureOf = (problem: unknown) => (problem instanceof ApiFailure ? problem : new ApiFailure(0));

export const createWidget = (
  options: Options,
  tell: <Name extends keyof Happenings>(name: Name, detail: Happenings[Name]) => void,
): Widget => {
  const language = chooseLanguage(options.language, document.documentElement.lang, ...navigator.languages) ?? "en";
  const words = wordsOf(language);
  const memory = createMemory(options.subscriber);
  const api: Api = createApi(options.apiBase, options.subscriber, words.locale);

  let talk: KeptTalk | null = null;
  let gone: string | undefined;
  let identity: Identity | undefined;
  let connection: Connection | null = null;
  let delivering = false;
  let failures = 0;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let drawn = false;
  let lastUnread = 0;
  let model: Model = {
    open: false,
    screen: "TALK",
    unreachable: false,
    settings: null,
    conversation: said.nothingSaid,
    lost: false,
    sound: !!memory.read().sound,
    leaving: "NO",
  };

  const host = document.createElement("rocket-reception");
  const root = host.attachShadow({ mode: "open" });
  const styles = new CSSStyleSheet();
  styles.replaceSync(css);
  const draw = () => {
    drawn = false;
    view.update(model);
    const count = said.unread(model.conversation);
    if (count !== lastUnread) tell("unread", (lastUnread = count));
  };

  /** However much happens at once is drawn once. */
  const set = (changed: Partial<Model>) => {
    model = { ...model, ...changed };
    if (!drawn) queueMicrotask(draw);
    drawn = true;
  };
  const change = <Rest extends unknown[]>(
    step: (conversation: said.Conversation, ...rest: Rest) => said.Conversation,
    ...rest: Rest
  ) => set({ conversation: step(model.conversation, ...rest) });

  const markSeen = () => {
    const { lastSeq, seenSeq } = model.conversation;
    if (!model.open || document.hidden || lastSeq <= seenSeq) return;
    change(said.seeUpTo, lastSeq);
    memory.change({ seen: [talk!.id, lastSeq] });
  };

  // ---- The talk: one per visitor, shared by all tabs ----

  const hangUp = () => {
    connection?.stop();
    connection = null;
  };

  const adopt = (next: KeptTalk) => {
    if (talk && talk.id !== next.id) forget();
    const [id, seq] = memory.read().seen;
    if (id === next.id) change(said.seeUpTo, seq!);
    talk = next;
    listen();
  };

  /** Its place in the storage is left to the next talk: another tab may have put that there already. */
  const forget = () => {
    gone = talk?.id ?? gone;
    talk = null;
    hangUp();
    change(said.startOver);
  };

  const usable = (kept: KeptTalk | null): kept is KeptTalk =>
    !!kept && kept.id !== gone && Date.parse(kept.expiresAt) > Date.now();

  const hasEnded = (kept: KeptTalk) => kept.id === talk?.id && model.conversation.state === "ENDED";

  /** Two tabs that begin at once begin one talk. */
  const join = (): Promise<KeptTalk> =>
    takeTurn(memory.key, async (notes, note) => {
      const { talk: kept, answers } = memory.read();
      const who = identity?.id ?? null;
      const noted = notes.map((text): KeptTalk => JSON.parse(text)).filter((begun) => begun.identity === who);
      let next = [kept, ...noted].filter(usable).find((candidate) => !hasEnded(candidate));
      if (!next) {
        next = { ...(await api.begin({ language, answers, identity })), identity: who };
        memory.change({ talk: next });
        await note(JSON.stringify(next));
      }
      adopt(next);
      return next;
    });

  /** A talk that has ended or expired is replaced by a new one, once. */
  const withTalk = async <T>(work: (mine: KeptTalk) => Promise<T>, again = true): Promise<[KeptTalk, T]> => {
    const mine = await join();
    try {
      return [mine, await work(mine)];
    } catch (problem) {
      if (!again || !GONE.includes(failureOf(problem).status)) throw problem;
      if (talk?.id === mine.id) forget();
      return withTalk(work, false);
    }
  };

  /** An open panel or a page in view keeps a stream; a page in the background does not. */
  const listen = () => {
    const current = talk;
    const wanted = current && model.conversation.state !== "ENDED" && (model.open || !document.hidden);
    if (!wanted) return hangUp();
    connection ??= connect({
      open: (signal) => api.events(current, model.conversation.lastSeq, signal),
      onEvents: hear,
      onLive() {
        // Only after a loss: a busy server has said itself when to come back.
        if (model.lost) void deliver();
        set({ lost: false });
      },
      // Whoever was typing may have stopped while nobody could tell us.
      onLost: () => set({ lost: true, conversation: { ...model.conversation, typing: null } }),
      onGone() {
        forget();
        void deliver();
      },
    });
  };

  const hear = (events: TalkEvent[]) => {
    const { lastSeq } = model.conversation;
    change(said.receive, events);
    const fresh = events.flatMap((event) => (event.type === "message" && event.data.seq > lastSeq ? [event.data] : []));
    for (const { clientMessageId } of fresh) if (clientMessageId) memory.settle(clientMessageId);
    const news = fresh.filter((message) => message.speaker !== "VISITOR" && message.seq > model.conversation.seenSeq);
    if (news.length) bring(news);
    listen();
    markSeen();
  };

  const bring = (news: Message[]) => {
    for (const { speaker, text, at } of news) {
      tell("message", { speaker, text, at });
      view.announce(`${words[speaker]}: ${text}`);
    }
    if (model.sound) chime();
  };

  // ---- Sending: in order, one at a time, until it is accepted or refused for good ----

  const write = (text: string) => {
    const message = { clientMessageId: newId(), text, at: new Date().toISOString() };
    memory.keep(message);
    change(said.write, message.clientMessageId, text, message.at);
    void deliver();
  };

  const deliver = async () => {
    if (delivering) return;
    delivering = true;
    clearTimeout(retryTimer);
    for (let line; (line = said.unsent(model.conversation)[0]);) {
      const failure = await deliverOne(line);
      if (!failure) continue;
      change(said.setUnsent, failure.status === 503 ? "BUSY" : "DELAYED");
      retryTimer = setTimeout(() => void deliver(), waitBefore(failures++, Math.random(), failure.retryAfterMs));
      break;
    }
    delivering = false;
  };

  /** Answers with the failure when it is one that may pass. */
  const deliverOne = async ({ key, text }: said.Line): Promise<ApiFailure | null> => {
    try {
      const [mine, receipt] = await withTalk((open) => api.send(open, { clientMessageId: key, text }));
      change(said.accept, key, talk?.id === mine.id ? receipt : null);
      failures = 0;
    } catch (problem) {
      const failure = failureOf(problem);
      if (mayPass(failure)) return failure;
      const tooLong = failure.status === 413;
      change(said.refuse, key, tooLong ? "TOO_LONG" : "REFUSED");
      view.announce(tooLong ? words.tooLong : words.refused);
    }
    memory.settle(key);
    return null;
  };

  const leave = async (message: LeftMessage) => {
    set({ leaving: "BUSY" });
    try {
      await withTalk((open) => api.leave(open, message));
      set({ leaving: "NO", screen: "TAKEN" });
    } catch {
      set({ leaving: "FAILED" });
    }
  };

  // ---- What the visitor does ----

  const load = async () => {
    if (model.settings) return;
    try {
      const settings = await api.settings();
      set({ settings, unreachable: false });
      const asks = settings.preChat.length && !talk && !memory.read().answers && !model.conversation.lines.length;
      if (asks) set({ screen: "QUESTIONS" });
    } catch {
      set({ unreachable: true });
    }
  };

  const show = (open: boolean) => {
    if (model.open === open) return;
    const mayFocus = open || document.activeElement === host;
    appear(open);
    tell(open ? "open" : "close", undefined);
    if (mayFocus) queueMicrotask(() => view.focus());
  };

  const appear = (open: boolean) => {
    set({ open });
    memory.setOpen(open);
    listen();
    markSeen();
    if (open) void load();
  };

  const open = () => show(true);
  const close = () => show(false);

  const actions: Actions = {
    open,
    close,
    write,
    retry: () => resume(false),
    takeBack(key) {
      const line = model.conversation.lines.find((candidate) => candidate.key === key);
      change(said.discard, key);
      return line?.text ?? "";
    },
    setSound(sound) {
      memory.change({ sound });
      set({ sound });
      if (sound) chime();
    },
    show: (screen) => set({ screen, leaving: "NO" }),
    answer(answers) {
      memory.change({ answers });
      set({ screen: "TALK" });
    },
    leave: (message) => void leave(message),
  };

  // ---- What happens around us ----

  const resume = (afresh: boolean) => {
    // A page that was put aside has not been told of what another tab has begun.
    catchUp();
    listen();
    connection?.wake(afresh);
    markSeen();
    if (model.open) void load();
    change(said.setUnsent, "SENDING");
    void deliver();
  };

  const catchUp = (): boolean => {
    const { talk: kept } = memory.read();
    if (!usable(kept)) return false;
    adopt(kept);
    return true;
  };

  const watch = () => {
    addEventListener("online", () => resume(true));
    addEventListener("pageshow", (event) => event.persisted && resume(true));
    addEventListener("pagehide", hangUp);
    document.addEventListener("visibilitychange", () => (document.hidden ? listen() : resume(false)));
    addEventListener("storage", (event) => {
      if (!event.key?.startsWith(memory.key)) return;
      if (catchUp() && model.screen === "QUESTIONS") set({ screen: "TALK" });
    });
  };

  const restore = () => {
    for (const { clientMessageId, text, at } of memory.unsent()) change(said.write, clientMessageId, text, at);
    catchUp();
    // On a phone the panel would cover the page that the visitor has just gone to.
    if (memory.wasOpen() && !fullScreen.matches) {
      appear(true);
    }
    void deliver();
  };

  const view = createView(words, options, actions);
  root.adoptedStyleSheets = [styles, view.sheet];
  root.append(view.element);
  draw();
  watch();
  restore();

  return {
    attach() {
      // A script in the head, without `defer`, runs before there is a body.
      if (!host.isConnected) (document.body ?? document.documentElement).append(host);
    },
    open,
    close,
    identify(next) {
      const kept = memory.read().talk;
      // Another person at the same browser must not find the talk of the one before.
      const other = kept?.identity != null && kept.identity !== (next?.id ?? null);
      identity = next ?? undefined;
      if (!other) return;
      memory.forget();
      forget();
      set({ conversation: { ...said.nothingSaid, round: model.conversation.round } });
    },
  };
};
