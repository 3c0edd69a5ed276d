import { type Api, ApiFailure, createApi } from "./api";
import { chime } from "./chime";
import { connect, type Connection, waitBefore } from "./connection";
import type { Identity, LeftMessage, Message, Question, TalkEvent } from "./contract";
import * as said from "./conversation";
import { keepIn } from "./dom";
import { check } from "./event-reader";
import { createBackStep } from "./history";
import { fromJson, toJson } from "./json";
import { attempt, createMemory, type KeptTalk } from "./memory";
import { keepPlace } from "./place";
import { chooseLanguage, wordsOf } from "./strings";
import { lead, takeTurn } from "./turns";
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

/** A page that takes longer to load gets the button before it is whole. */
const SHOWN_AFTER_MS = 3000;
const GONE = /401|404|409|410/;
const mayPass = ({ status }: ApiFailure) => !/^4(?!29)/.test(`${status}`);

/** Unlike all others of one talk; crypto.randomUUID does not exist on pages without TLS. */
const newId = (): string => `${Date.now()}-${Math.random()}`;

const failureOf = (problem: unknown) => (problem instanceof ApiFailure ? problem : new ApiFailure(0));

export const createWidget = (
  options: Options,
  tell: <Name extends keyof Happenings>(name: Name, detail: Happenings[Name]) => void,
): Widget => {
  const language =
    chooseLanguage(options.language, document.documentElement.lang, ...(navigator.languages ?? [])) ?? "en";
  const words = wordsOf(language);
  const memory = createMemory(options.subscriber);
  const api: Api = createApi(options.apiBase, options.subscriber, words.locale);

  let talk: KeptTalk | null = null;
  let gone: string | undefined;
  let identity: Identity | undefined;
  /** Our place among the tabs: one of them has the connection and tells the others. */
  let place: AbortController | null = null;
  let connection: Connection | null = null;
  let channel: BroadcastChannel | undefined;
  let delivering = false;
  let loadedAt = 0;
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
    sound: memory.read().sound,
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
    place?.abort();
    place = null;
    if (connection) post({ leaves: true });
    connection?.stop();
    connection = null;
  };

  const adopt = (next: KeptTalk) => {
    if (talk && talk.id !== next.id) forget();
    const [id, seq] = memory.read().seen;
    if (id === next.id) change(said.seeUpTo, seq as number);
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

  const usable = (kept: KeptTalk | null | undefined): kept is KeptTalk =>
    // Whether it has expired the server tells: the visitor's clock may be days ahead.
    !!kept?.id && kept.id !== gone;

  const hasEnded = (kept: KeptTalk) => kept.id === talk?.id && model.conversation.state === "ENDED";

  /** Two tabs that begin at once begin one talk. */
  const join = (): Promise<KeptTalk> =>
    takeTurn(memory.key, async (led) => {
      const { talk: kept, answers } = memory.read();
      const who = identity?.id ?? null;
      const noted = led.map(fromJson).filter((begun) => begun?.identity === who);
      let next = [kept, ...noted].filter(usable).find((candidate) => !hasEnded(candidate));
      if (!next) {
        next = { ...(await api.begin({ language, answers, identity })), identity: who };
        if (!usable(next)) throw new ApiFailure(0);
        memory.change({ talk: next });
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
      if (!again || !GONE.test(`${failureOf(problem).status}`)) throw problem;
      if (talk?.id === mine.id) forget();
      return withTalk(work, false);
    }
  };

  /** A page in view hears; one in the background only for the sound that the visitor asked for. */
  const listen = () => {
    const current = talk;
    const wanted = current && model.conversation.state !== "ENDED" && (!document.hidden || (model.open && model.sound));
    if (current) tuneIn();
    if (!wanted) return hangUp();
    if (place) return;
    place = new AbortController();
    post({ asks: true });
    lead(memory.key, toJson(current), place.signal, () => {
      connection = connect({
        open: (signal) => api.events(current, model.conversation.lastSeq, signal),
        onEvents(events) {
          hear(events);
          tellTabs();
        },
        onLive() {
          // Only after a loss: a busy server has said itself when to come back.
          if (model.lost) void deliver();
          setLost(false);
        },
        onLost: () => setLost(true),
        onGone() {
          forget();
          void deliver();
        },
      });
      post({ leads: true });
    });
  };

  const setLost = (lost: boolean) => {
    // Whoever was typing may have stopped while nobody could tell us.
    set({ lost, conversation: lost ? { ...model.conversation, typing: null } : model.conversation });
    tellTabs();
  };

  /** Without locks nobody knows who leads: the tab that was used last does. */
  const rejoin = () => {
    if (!connection) hangUp();
    listen();
  };

  // ---- What the tabs tell each other ----

  const tuneIn = () => {
    channel ??= attempt(() => {
      const opened = new BroadcastChannel(memory.key);
      opened.onmessage = ({ data }) => data?.talk && data.talk === talk?.id && hearTab(data);
      return opened;
    });
  };

  const post = (news: object) => attempt(() => channel!.postMessage({ ...news, talk: talk?.id }));

  /** All of it each time: a tab takes what it does not know yet, whatever it has missed. */
  const tellTabs = () => {
    const { lines, state, typing } = model.conversation;
    const messages = lines
      .filter((line) => !line.past)
      .map((line) => ({ type: "message", data: { ...line, clientMessageId: line.key } }));
    const now = { type: "typing", data: { speaker: typing, on: !!typing } };
    post({ lost: model.lost, events: [...messages, { type: "state", data: { state } }, now] });
  };

  const hearTab = ({ asks, leads, leaves, lost, events }: any) => {
    if (connection) {
      if (asks) tellTabs();
      if (leads) {
        connection.stop();
        connection = null;
      }
    } else if (leaves) setTimeout(rejoin, Math.random() * 1000);
    else if (events) {
      set({ lost });
      hear([events].flat().flatMap(check));
    }
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
    if (model.sound && connection) attempt(chime);
  };

  // ---- Sending: in order, one at a time, until it is accepted or refused for good ----

  const write = (text: string) => {
    const message = { clientMessageId: newId(), text, at: new Date().toISOString() };
    memory.keep(message);
    change(said.write, message.clientMessageId, text, message.at);
    rejoin();
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
      change(said.accept, key, talk?.id === mine.id && receipt.seq ? receipt : null);
      failures = 0;
    } catch (problem) {
      const failure = failureOf(problem);
      if (mayPass(failure)) return failure;
      const delivery = failure.status === 413 ? "TOO_LONG" : "REFUSED";
      change(said.refuse, key, delivery);
      view.announce(words[delivery]);
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
    // A page stays for hours, and the business opens and closes meanwhile.
    if (Date.now() - loadedAt < 60_000) return;
    try {
      const settings: any = await api.settings();
      settings.business = Object(settings.business);
      settings.preChat = [settings.preChat].flat().filter((question) => question?.name);
      set({ settings, unreachable: false });
      const { answers } = memory.read();
      const unanswered = settings.preChat.some(({ name, required }: Question) =>
        answers ? required && !answers[name] : true,
      );
      if (!loadedAt && unanswered && !talk && !model.conversation.lines.length) set({ screen: "QUESTIONS" });
      loadedAt = Date.now();
    } catch {
      set({ unreachable: !loadedAt });
    }
  };

  const show = (open: boolean) => {
    if (model.open === open) return;
    const mayFocus = open || document.activeElement === host;
    put();
    appear(open);
    if (!open) back.leave();
    else if (fullScreen.matches) back.enter();
    tell(open ? "open" : "close", undefined);
    if (mayFocus) queueMicrotask(() => take(view.focus));
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
    retry: () => resume(),
    takeBack(key) {
      const line = model.conversation.lines.find((candidate) => candidate.key === key);
      change(said.discard, key);
      return line?.text ?? "";
    },
    setSound(sound) {
      memory.change({ sound });
      set({ sound });
      if (sound) attempt(chime);
    },
    show: (screen) => set({ screen, leaving: "NO" }),
    answer(answers) {
      memory.change({ answers });
      set({ screen: "TALK" });
    },
    leave: (message) => void leave(message),
  };

  // ---- What happens around us ----

  const resume = (afresh = false) => {
    // A page that was put aside has not been told of what another tab has begun.
    catchUp();
    rejoin();
    post({ asks: true });
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

  const back = createBackStep(close);
  const { put, raise } = keepPlace(host, () => {
    // A document that was written anew has lost everybody who listened to it.
    watch();
    view.comeBack();
  });
  const { listen: watch, take } = keepIn(host, {
    __proto__: null as never,
    load: put,
    online: () => resume(true),
    pageshow: (event) => event.persisted && resume(true),
    pagehide() {
      hangUp();
      channel?.close();
      channel = undefined;
    },
    visibilitychange: () => (document.hidden ? listen() : resume()),
    storage({ key }) {
      if (!key?.startsWith(memory.key)) return;
      if (catchUp() && model.screen === "QUESTIONS") set({ screen: "TALK" });
    },
    popstate: back.hear,
    // Above the page when all of it fills the screen, below when a part of it does.
    fullscreenchange: () => document.fullscreenElement?.contains(host) && raise(),
  });

  const restore = () => {
    for (const { clientMessageId, text, at } of memory.unsent()) change(said.write, clientMessageId, text, at);
    catchUp();
    // On a phone the panel would cover the page that the visitor has just gone to.
    if (memory.wasOpen() && !fullScreen.matches) appear(true);
    void deliver();
  };

  const view = createView(words, options, actions);
  root.adoptedStyleSheets = [styles];
  root.append(view.element);
  draw();
  watch();
  restore();

  return {
    attach() {
      // Not before the page is whole: a framework that takes over the document compares it with what it expects.
      setTimeout(put, document.readyState === "complete" ? 0 : SHOWN_AFTER_MS);
    },
    open,
    close,
    identify(next) {
      const kept = memory.read().talk;
      // Another person at the same browser must not find the talk of the one before.
      const other = kept?.identity && kept.identity !== next?.id;
      identity = next ?? undefined;
      if (!other) return;
      memory.forget();
      forget();
      set({ conversation: { ...said.nothingSaid, round: model.conversation.round } });
    },
  };
};
