// Search, copying, and the address of this server in the examples. The page is whole without it.
'use strict';

const search = document.getElementById('search');
const found = document.getElementById('found');
const operations = [...document.querySelectorAll('section.operation')];
const words = operations.map(one => one.textContent.toLowerCase());
const links = new Map([...document.querySelectorAll('nav details a')].map(one => [one.hash.slice(1), one]));

function show() {
  const wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  operations.forEach((one, at) => {
    const fits = wanted.every(word => words[at].includes(word));
    one.hidden = !fits;
    const link = links.get(one.id);
    if (link) link.hidden = !fits;
    if (fits) count++;
  });
  for (const group of document.querySelectorAll('nav details')) {
    group.hidden = ![...group.querySelectorAll('a')].some(one => !one.hidden);
  }
  for (const heading of document.querySelectorAll('main > h2')) {
    let next = heading.nextElementSibling;
    while (next && next.tagName === 'SECTION' && next.hidden) next = next.nextElementSibling;
    heading.hidden = !next || next.tagName !== 'SECTION';
  }
  found.textContent = wanted.length === 0 ? '' : count + (count === 1 ? ' operation' : ' operations');
}

search.addEventListener('input', show);
search.addEventListener('keydown', event => {
  if (event.key === 'Escape') {
    search.value = '';
    show();
  } else if (event.key === 'Enter') {
    const first = operations.find(one => !one.hidden);
    if (first) location.hash = first.id;
  }
});
document.addEventListener('keydown', event => {
  if (event.key === '/' && document.activeElement !== search && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    search.focus();
  }
});

// a link to what the search hides shows it
addEventListener('hashchange', () => {
  const aim = document.getElementById(location.hash.slice(1));
  if (aim && aim.hidden) {
    search.value = '';
    show();
    aim.scrollIntoView();
  }
});

for (const text of document.querySelectorAll('pre')) {
  text.textContent = text.textContent.replace('http://localhost:8080', location.origin);
  const copy = document.createElement('button');
  copy.type = 'button';
  copy.textContent = 'Copy';
  const holder = document.createElement('div');
  holder.className = 'copy';
  text.replaceWith(holder);
  holder.append(text, copy);
  copy.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(text.textContent);
      copy.textContent = 'Copied';
    } catch {
      getSelection().selectAllChildren(text);
      copy.textContent = 'Selected';
    }
    setTimeout(() => { copy.textContent = 'Copy'; }, 2000);
  });
}

// on a phone the list of contents would stand before everything
if (matchMedia('(max-width: 48rem)').matches) {
  for (const group of document.querySelectorAll('nav details')) group.open = false;
}
