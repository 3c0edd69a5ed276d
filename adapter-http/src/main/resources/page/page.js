'use strict';
// The page that shows calls arriving. Whatever comes from the server is set as text, never as markup.

const KEY = 'rocket-key';
const BUSINESSES = 50;
const EACH = 20;
const SHOWN = 500;
const KEPT = 2000;
const REREAD_MS = 60_000;
const SILENCE_MS = 40_000;
const YEAR_MS = 365 * 86_400_000;
const $ = (id) => document.getElementById(id);

const state = { key: null, businesses: new Map(), clocks: new Map(), items: new Map(), chosen: null, whole: null, seen: new Set(), session: 0 };
const busy = new Map();

class Refused extends Error {}

function el(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined && text !== null) element.textContent = text;
  return element;
}

// ---- the key

function takeKeyFromAddress() {
  if (!location.hash.startsWith('#key=')) return null;
  const raw = location.hash.slice('#key='.length);
  history.replaceState(null, '', location.pathname + location.search);
  try { return decodeURIComponent(raw); } catch { return raw; }
}

function showDoor(words) {
  state.session++;
  state.key = null;
  sessionStorage.removeItem(KEY);
  $('inbox').hidden = $('tools').hidden = $('live').hidden = true;
  $('door').hidden = false;
  $('wrong').textContent = words;
  $('key').focus();
}

async function enter(key) {
  const session = ++state.session;
  Object.assign(state, { key, businesses: new Map(), clocks: new Map(), items: new Map(), chosen: null, whole: null, seen: new Set() });
  sessionStorage.setItem(KEY, key);
  $('key').value = '';
  $('door').hidden = true;
  $('inbox').hidden = $('tools').hidden = $('live').hidden = false;
  renderDetail();
  follow(session);
}

// ---- talking to the server

async function get(path, signal) {
  const answer = await fetch(path, { headers: { Authorization: 'Bearer ' + state.key }, cache: 'no-store', signal });
  if (answer.status === 401) throw new Refused('401');
  return answer;
}

async function json(path) {
  const answer = await get(path);
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error('HTTP ' + answer.status);
  return answer.json();
}

const under = (slug) => '/v1/subscribers/' + encodeURIComponent(slug);

/** How far a business's clock is from UTC and when: a browser's own zone rules may be older than the law. */
async function readClock(slug, session) {
  const now = Date.now();
  const window = [now - 5 * YEAR_MS, now + YEAR_MS];
  const [from, to] = window.map((at) => new Date(at).toISOString());
  const clock = await json(under(slug) + `/clock?from=${from}&to=${to}`);
  if (clock === null || session !== state.session) return;
  const steps = clock.items.map((one) => {
    const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)/.exec(one.offset);
    return { from: Date.parse(one.from), offset: one.offset, millis: (sign + 1) * (hours * 60 + Number(minutes)) * 60_000 };
  });
  state.clocks.set(slug, { zone: clock.timezone, to: window[1], steps });
}

async function readAll(session, anew) {
  const list = await json('/v1/subscribers?limit=' + BUSINESSES);
  if (session !== state.session) return;
  for (const one of list.items) state.businesses.set(one.slug, one);
  renderFilter();
  const waiting = list.items.map((one) => one.slug);
  const work = async () => {
    for (let slug = waiting.shift(); slug !== undefined; slug = waiting.shift()) {
      if (anew || state.clocks.get(slug)?.zone !== zoneOf(slug)) await readClock(slug, session);
      const page = await json(under(slug) + '/interactions?limit=' + EACH);
      if (session !== state.session) return;
      for (const one of page ? page.items : []) put(slug, one);
    }
  };
  await Promise.all(Array.from({ length: 6 }, work));
  if (session !== state.session) return;
  // What was there before the page was opened does not slide in.
  if (state.seen.size === 0) state.seen = new Set(state.items.keys());
  renderList();
  if (state.chosen) refresh(state.items.get(state.chosen)?.slug, state.chosen);
}

/** Learns of a business that was not among those read, such as a new one. */
async function meet(slug) {
  if (state.businesses.has(slug)) return;
  const session = state.session;
  const one = await json(under(slug));
  if (one === null || session !== state.session) return;
  await readClock(slug, session);
  if (session !== state.session) return;
  state.businesses.set(slug, one);
  renderFilter();
}

function put(slug, one) {
  state.items.set(one.id, { ...one, slug, messages: undefined });
}

/** Reads one interaction again; news that come while it is being read are read after it. */
async function refresh(slug, id) {
  if (!slug) return;
  if (busy.has(id)) { busy.set(id, slug); return; }
  busy.set(id, null);
  const session = state.session;
  try {
    await meet(slug);
    const one = await json(under(slug) + '/interactions/' + encodeURIComponent(id));
    if (session !== state.session) return;
    if (one === null) {
      if (state.items.get(id)?.slug === slug) state.items.delete(id);
    } else {
      put(slug, one);
      if (state.chosen === id) { state.whole = { ...one, slug }; renderDetail(); }
    }
    renderList();
  } catch (failure) {
    if (session === state.session && failure instanceof Refused) showDoor('This key does not open anything any more.');
  } finally {
    const again = busy.get(id);
    busy.delete(id);
    if (again && session === state.session) refresh(again, id);
  }
}

async function follow(session) {
  let wait = 1000;
  while (session === state.session) {
    const abort = new AbortController();
    let silence;
    let reread;
    const heard = () => { clearTimeout(silence); silence = setTimeout(() => abort.abort(), SILENCE_MS); };
    try {
      heard();
      const answer = await get('/v1/activity', abort.signal);
      if (!answer.ok) throw new Error('HTTP ' + answer.status);
      // Listening first and reading then, nothing falls between the two.
      readAll(session, true).then(() => { wait = 1000; if (session === state.session) setLive(true); }, () => abort.abort());
      reread = setInterval(() => readAll(session).catch(() => {}), REREAD_MS);
      const lines = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      let rest = '';
      for (;;) {
        const { value, done } = await lines.read();
        if (done || session !== state.session) break;
        heard();
        const parts = (rest + value).split('\n');
        rest = parts.pop();
        for (const line of parts) {
          if (line.startsWith('data:')) {
            const news = JSON.parse(line.slice(5));
            refresh(news.subscriber, news.id);
          }
        }
      }
      abort.abort();
    } catch (failure) {
      if (failure instanceof Refused && session === state.session) {
        showDoor('This key is not known. Check it, or ask for a new one.');
      }
    } finally {
      clearTimeout(silence);
      clearInterval(reread);
    }
    if (session !== state.session) return;
    setLive(false);
    await new Promise((go) => setTimeout(go, wait * (0.75 + Math.random() / 2)));
    wait = Math.min(wait * 2, 30_000);
  }
}

function setLive(live) {
  const words = live ? 'Live' : 'Reconnecting…';
  $('live').classList.toggle('lost', !live);
  if ($('live-text').textContent !== words) $('live-text').textContent = words;
}

// ---- words

const zoneOf = (slug) => state.businesses.get(slug)?.timezone ?? 'UTC';
const nameOf = (slug) => state.businesses.get(slug)?.name ?? slug;

function happened(one) {
  const told = one.startedAt ?? one.endedAt ?? one.firstSeenAt;
  if (told) return Date.parse(told);
  // Until its start is told, the moment that a time-ordered id has in it.
  return one.id[14] === '7' ? parseInt(one.id.slice(0, 8) + one.id.slice(9, 13), 16) : 0;
}

const formats = new Map();
function formatter(zone, options) {
  const name = zone + JSON.stringify(options);
  if (!formats.has(name)) formats.set(name, new Intl.DateTimeFormat(undefined, { timeZone: zone, ...options }));
  return formats.get(name);
}

/** By the server's zone rules; by the browser's where those are not known, as of calls of many years ago. */
function format(millis, slug, { timeZoneName, ...options }) {
  const clock = state.clocks.get(slug);
  const step = clock && millis < clock.to ? clock.steps.findLast((one) => one.from <= millis) : undefined;
  if (!step) return formatter(zoneOf(slug), timeZoneName ? { timeZoneName, ...options } : options).format(millis);
  const words = formatter('UTC', options).format(millis + step.millis);
  return timeZoneName ? `${words} UTC${step.offset}` : words;
}

function when(one) {
  const at = happened(one);
  if (!at) return '';
  const day = { year: 'numeric', month: 'numeric', day: 'numeric' };
  return format(at, one.slug, day) === format(Date.now(), one.slug, day)
    ? format(at, one.slug, { hour: 'numeric', minute: '2-digit' })
    : format(at, one.slug, { month: 'short', day: 'numeric' });
}

function phone(number) {
  const parts = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number ?? '');
  return parts ? `+1 (${parts[1]}) ${parts[2]}-${parts[3]}` : number;
}

function caller(one) {
  const other = phone(one.direction === 'OUTBOUND' ? one.to : one.from);
  return other ?? (one.channel === 'CHAT' ? 'Website visitor' : 'Number withheld');
}

function duration(millis) {
  if (millis === null || millis === undefined) return null;
  const seconds = Math.round(millis / 1000);
  const minutes = Math.floor(seconds / 60);
  const two = (n) => String(n).padStart(2, '0');
  return minutes < 60
    ? `${minutes}:${two(seconds % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

const STATUS = {
  ONGOING: ['Ongoing', 'good now'], ENDED: ['Ended', ''], NOT_CONNECTED: ['Not connected', 'wait'], ERROR: ['Failed', 'bad'],
};
const SENTIMENT = { POSITIVE: ['☺ Positive', 'good'], NEUTRAL: ['Neutral', ''], NEGATIVE: ['☹ Negative', 'bad'] };
const SPEAKER = { CALLER: 'Caller', VISITOR: 'Visitor', AGENT: 'Receptionist', STAFF: 'Staff' };
const sentence = (word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase().replaceAll('_', ' ');

function badges(one) {
  const all = el('div', 'badges');
  const add = ([words, kind]) => all.append(el('span', 'badge ' + kind, words));
  add(STATUS[one.status] ?? [sentence(one.status), '']);
  const lasted = duration(one.durationMs);
  if (lasted) add([lasted, '']);
  if (one.sentiment) add(SENTIMENT[one.sentiment] ?? [sentence(one.sentiment), '']);
  if (one.channel !== 'VOICE') add([sentence(one.channel), '']);
  return all;
}

// ---- the list

function renderFilter() {
  const filter = $('filter');
  const before = filter.value;
  const options = [...state.businesses.values()].map((business) => {
    const option = el('option', '', business.name);
    option.value = business.slug;
    return option;
  });
  filter.replaceChildren(filter.options[0], ...options);
  filter.value = state.businesses.has(before) ? before : '';
  filter.hidden = state.businesses.size < 2;
}

function row(one) {
  const button = el('button', 'row');
  button.type = 'button';
  button.dataset.id = one.id;
  button.setAttribute('aria-current', String(one.id === state.chosen));
  const name = nameOf(one.slug);
  const hue = [...one.slug].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 6;
  const face = el('span', 'face hue-' + hue, [...name][0]?.toUpperCase());
  face.setAttribute('aria-hidden', 'true');
  const words = el('div', 'words');
  const first = el('div', 'line-1');
  const who = el('span', 'who', name);
  who.dir = 'auto';
  first.append(who, el('time', 'when', when(one)));
  const gist = one.summary
    ? el('div', 'gist', one.summary)
    : el('div', 'gist none', one.status === 'ONGOING' ? 'On the line…' : 'No summary');
  gist.dir = 'auto';
  words.append(first, el('div', 'caller', caller(one)), gist, badges(one));
  button.append(face, words);
  button.addEventListener('click', () => choose(one.id));
  const item = el('li');
  if (!state.seen.has(one.id) && state.seen.size > 0) {
    item.className = 'arrived';
    $('said').textContent = `New conversation for ${name}`;
  }
  item.append(button);
  return item;
}

let planned = null;
function renderList() {
  planned ??= setTimeout(() => { planned = null; drawList(); }, 30);
}

/** A page that stays open for weeks keeps the newest, and the one that is looked at. */
function forgetOldest() {
  if (state.items.size <= KEPT) return;
  const oldestFirst = [...state.items.values()].sort((a, b) => happened(a) - happened(b));
  for (const one of oldestFirst.slice(0, state.items.size - KEPT)) {
    if (one.id !== state.chosen) state.items.delete(one.id);
  }
}

function drawList() {
  const only = $('filter').value;
  const shown = [...state.items.values()]
    .filter((one) => !only || one.slug === only)
    .sort((a, b) => happened(b) - happened(a) || (a.id < b.id ? 1 : -1))
    .slice(0, SHOWN);
  const focused = document.activeElement?.dataset?.id;
  const list = $('list');
  const top = list.scrollTop;
  list.replaceChildren(...shown.map(row));
  list.scrollTop = top;
  forgetOldest();
  state.seen = new Set(['', ...state.items.keys()]);
  if (focused) list.querySelector(`[data-id="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  $('empty').hidden = shown.length > 0;
  list.hidden = shown.length === 0;
  $('count').textContent = shown.length === 0 ? '' : shown.length === 1 ? '1 conversation' : `${shown.length} conversations`;
}

function choose(id) {
  state.chosen = id;
  state.whole = null;
  const one = state.items.get(id);
  $('inbox').classList.toggle('open', id !== null);
  drawList();
  renderDetail();
  $('detail').scrollTop = 0;
  if (one) {
    refresh(one.slug, id);
    if (getComputedStyle(document.querySelector('.list')).display === 'none') $('detail').focus();
  }
}

$('list').addEventListener('keydown', (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const rows = [...$('list').querySelectorAll('.row')];
  const next = rows[rows.indexOf(document.activeElement) + step];
  if (next) { event.preventDefault(); next.focus(); }
});

// ---- one conversation

function fact(facts, name, value) {
  if (value === null || value === undefined || value === '') return;
  const pair = el('div');
  const words = el('dd', '', value);
  words.dir = 'auto';
  pair.append(el('dt', '', name), words);
  facts.append(pair);
}

function turn(message, before, one) {
  if (message.speaker === 'TOOL') {
    const item = el('li', 'tool');
    const details = el('details');
    const head = el('summary', '', 'Used ');
    head.append(el('b', '', (message.toolName ?? 'a tool').replaceAll('_', ' ')));
    details.append(head);
    for (const [title, text] of [['Asked', message.text], ['Answer', message.toolResult]]) {
      if (text) {
        const code = el('code', '', text);
        code.dir = 'auto';
        details.append(el('h4', '', title), code);
      }
    }
    item.append(details);
    return item;
  }
  const ours = message.speaker === 'AGENT' || message.speaker === 'STAFF';
  const item = el('li', 'turn' + (ours ? ' ours' : '') + (message.speaker === 'STAFF' ? ' staff' : ''));
  if (before?.speaker !== message.speaker) {
    const name = message.speaker === 'AGENT' && one.agent ? one.agent.name : SPEAKER[message.speaker] ?? sentence(message.speaker);
    const at = message.at ? ' · ' + format(Date.parse(message.at), one.slug, { hour: 'numeric', minute: '2-digit' }) : '';
    item.append(el('span', 'name', name + at));
  }
  const bubble = el('p', 'bubble', message.text);
  bubble.dir = 'auto';
  item.append(bubble);
  return item;
}

function renderDetail() {
  const detail = $('detail');
  const one = state.whole ?? (state.chosen ? state.items.get(state.chosen) : null);
  if (!one) {
    const nothing = el('div', 'nothing');
    nothing.append(el('h3', '', 'Pick a conversation'), el('p', '', 'Its summary and every word of it appear here.'));
    detail.replaceChildren(nothing);
    return;
  }
  const atEnd = detail.scrollHeight - detail.scrollTop - detail.clientHeight < 80 && detail.scrollTop > 0;
  const opened = new Set([...detail.querySelectorAll('details')].flatMap((tool, place) => (tool.open ? [place] : [])));
  const sheet = el('div', 'sheet');
  const back = el('button', 'quiet back', '← Inbox');
  back.type = 'button';
  back.addEventListener('click', () => {
    const id = state.chosen;
    choose(null);
    $('list').querySelector(`[data-id="${CSS.escape(id)}"]`)?.focus();
  });
  const under = el('p', 'under', nameOf(one.slug));
  under.dir = 'auto';
  sheet.append(back, el('h2', '', caller(one)), under, badges(one));

  const facts = el('dl', 'facts');
  const at = happened(one);
  fact(facts, 'When', at ? format(at, one.slug, { weekday: 'short', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit', timeZoneName: 'short' }) : null);
  fact(facts, 'Lasted', duration(one.durationMs));
  fact(facts, 'Direction', one.direction ? sentence(one.direction) : null);
  fact(facts, 'Called', phone(one.direction === 'OUTBOUND' ? one.from : one.to));
  fact(facts, 'Answered by', one.agent ? `${one.agent.name} · ${sentence(one.agent.role)}` : null);
  fact(facts, 'Outcome', one.successful === null || one.successful === undefined ? null : one.successful ? 'Successful' : 'Not successful');
  fact(facts, 'Ended because', one.disconnectionReason ? sentence(one.disconnectionReason) : null);
  sheet.append(facts);

  if (one.summary) {
    const summary = el('section', 'summary');
    const words = el('p', '', one.summary);
    words.dir = 'auto';
    summary.append(el('h3', '', 'Summary'), words);
    sheet.append(summary);
  }

  const messages = one.messages;
  const talk = el('ol', 'talk');
  messages?.forEach((message, place) => talk.append(turn(message, messages[place - 1], one)));
  sheet.append(el('h3', 'talk-head', messages === undefined ? 'Reading…' : messages.length > 0 || one.status === 'ONGOING' ? 'Conversation' : 'Nothing was said'), talk);
  if (one.status === 'ONGOING' && messages !== undefined) {
    const waiting = el('li', 'waiting');
    waiting.append(el('i'), el('i'), el('i'), el('span', 'sr', 'The conversation goes on'));
    talk.append(waiting);
  }
  detail.replaceChildren(sheet);
  [...detail.querySelectorAll('details')].forEach((tool, place) => { tool.open = opened.has(place); });
  if (atEnd) detail.scrollTop = detail.scrollHeight;
}

// ---- begin

$('sign-in').addEventListener('submit', (event) => {
  event.preventDefault();
  const key = $('key').value.trim();
  if (/^[\x21-\x7e]+$/.test(key)) enter(key);
  else $('wrong').textContent = 'A key has letters, digits and hyphens only.';
});
$('sign-out').addEventListener('click', () => showDoor(''));
$('filter').addEventListener('change', drawList);
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && state.chosen) choose(null);
});
window.addEventListener('hashchange', () => {
  const key = takeKeyFromAddress();
  if (key) enter(key);
});

const key = takeKeyFromAddress() ?? sessionStorage.getItem(KEY);
if (key) enter(key); else showDoor('');
