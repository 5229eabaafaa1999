/* global location, window */
// Hides what does not hold every word of the filter. Without this script the page shows everything.
const form = document.querySelector('form');
const input = document.querySelector('#filter');
const found = document.querySelector('#found');
const nothing = document.querySelector('#nothing');
const articles = [...document.querySelectorAll('article')];
const links = [...document.querySelectorAll('nav li')];

form.hidden = false;
form.addEventListener('submit', (event) => event.preventDefault());
input.addEventListener('input', () => {
  filter();
  window.scrollTo(0, 0);
});
document.querySelector('#clear').addEventListener('click', clear);
document.addEventListener('keydown', (event) => {
  if (event.key === '/' && document.activeElement !== input) {
    event.preventDefault();
    input.focus();
  } else if (event.key === 'Escape' && document.activeElement === input) clear();
});
// A link into what is hidden shows everything again.
window.addEventListener('hashchange', () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target === null || target.checkVisibility()) return;
  clear();
  target.scrollIntoView();
});
// On a phone the contents would fill the screen.
if (window.matchMedia('(max-width: 60rem)').matches) document.querySelector('nav details').open = false;
filter();

function clear() {
  input.value = '';
  filter();
}

function filter() {
  const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
  const isOn = words.length > 0;
  let count = 0;
  for (const article of articles) {
    article.hidden = !words.every((word) => article.dataset.filter.includes(word));
    if (!article.hidden) count += 1;
  }
  for (const section of document.querySelectorAll('main section')) {
    section.hidden = isOn && section.querySelector('article:not([hidden])') === null;
  }
  for (const link of links) {
    const target = document.getElementById(link.firstElementChild.hash.slice(1));
    link.hidden = isOn && (target === null || target.hidden || target.closest('[hidden]') !== null);
  }
  for (const heading of document.querySelectorAll('nav p')) {
    heading.hidden = document.getElementById(heading.firstElementChild.hash.slice(1)).hidden;
  }
  nothing.hidden = count > 0;
  found.textContent = isOn ? `${count} found` : '';
}
