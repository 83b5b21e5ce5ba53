// The page works without this: it opens stories that wait as text, and adds filter, search, links and copying.
const root = document.documentElement;
root.classList.add('script');

const scenarios = [...document.querySelectorAll('.scenario')];
const filters = [...document.querySelectorAll('[data-filter]')];
const search = document.querySelector('input[type=search]');
const status = document.querySelector('[role=status]');
document.title = `${document.querySelector('h1').textContent} · tutorial-replay`;

const scriptOf = (scenario) => scenario.querySelector(':scope > script');

/**
 * The lines from which stories that are stored as text are expanded, for the whole page; set before the first story is
 * opened.
 */
let written;
function writtenLines() {
  // A story that stands open has no text, which is not a line.
  const waiting = () => scenarios.map(scriptOf).filter((script) => script !== null);
  written ??= waiting().flatMap(({ textContent }) => textContent.split('\n').filter((line) => !line.startsWith('~')));
  return written;
}

/** A story that waits, with the lines that it has in common with others: `~5,3 9` is the lines 5 to 7, and 9. */
function waitingLines(waiting) {
  const known = writtenLines();
  return waiting.textContent.split('\n').flatMap((line) => {
    if (!line.startsWith('~')) return line;
    return line
      .slice(1)
      .split(' ')
      .flatMap((run) => {
        const [from, count = 1] = run.split(',').map((digits) => Number.parseInt(digits, 36));
        return known.slice(from, from + count);
      });
  });
}

const references = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&#126;': '~', '&amp;': '&' };
const plain = (text) => text.replace(/&(?:lt|gt|quot|amp|#39|#126);/g, (reference) => references[reference]);

/** The text that the search uses: it is before the story. */
function findText(scenario) {
  const waiting = scenario.dataset.find === undefined ? scriptOf(scenario) : null;
  if (waiting !== null) {
    const lines = waitingLines(waiting);
    scenario.dataset.find = plain(lines.slice(0, lines.indexOf('<div class="story">')).join('\n'));
  }
  return scenario.dataset.find;
}

/** Puts a story that waits as text into its place; the report wrote it, with every text in it escaped. */
function report(scenario) {
  const waiting = scriptOf(scenario);
  if (waiting === null) return;
  findText(scenario);
  const lines = waitingLines(waiting);
  const story = document.createElement('template');
  story.innerHTML = lines.slice(lines.indexOf('<div class="story">')).join('\n');
  for (const place of story.content.querySelectorAll('[id^="."]')) place.id = scenario.id + place.id;
  for (const link of story.content.querySelectorAll('a[href^="#."]')) {
    link.setAttribute('href', `#${scenario.id}${link.getAttribute('href').slice(1)}`);
  }
  waiting.replaceWith(story.content);
}

// `toggle` does not bubble, but it can be captured.
document.addEventListener(
  'toggle',
  ({ target }) => {
    if (target.open && target.classList.contains('scenario')) report(target);
  },
  true,
);

/** Opens everything around the place in the address, and scrolls to it. */
function follow() {
  const name = location.hash.slice(1);
  if (name === '') return;
  const scenario = document.getElementById(name.split('.')[0]);
  if (scenario?.classList.contains('scenario')) report(scenario);
  const place = document.getElementById(name);
  if (place === null) return;
  if (scenario?.hidden) show('', '');
  for (let one = place; one !== null; one = one.parentElement) if (one.matches('details')) one.open = true;
  place.scrollIntoView({ block: 'start', behavior: 'instant' });
  const focused = place.matches('details') ? place.querySelector('summary') : place;
  if (focused !== place || place.tabIndex >= 0) focused.focus({ preventScroll: true });
}
addEventListener('hashchange', follow);

/** Shows the scenarios with this outcome in which every word is found. */
function show(outcome, text) {
  for (const button of filters) button.setAttribute('aria-pressed', String(button.dataset.filter === outcome));
  if (search.value !== text) search.value = text;
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const scenario of scenarios) {
    const fits =
      (outcome === '' || scenario.dataset.outcome === outcome) &&
      words.every((word) => findText(scenario).includes(word));
    scenario.hidden = !fits;
    if (fits) count++;
  }
  const all = outcome === '' && words.length === 0;
  status.textContent = all ? '' : `${count} of ${scenarios.length} scenarios`;
}

const chosen = () => filters.find((button) => button.getAttribute('aria-pressed') === 'true')?.dataset.filter ?? '';
for (const button of filters) button.addEventListener('click', () => show(button.dataset.filter, search.value));

// The name of a tenant: its stories alone, and all of them again.
for (const button of document.querySelectorAll('[data-find-words]')) {
  const words = button.dataset.findWords;
  button.addEventListener('click', () => {
    show('', search.value === words ? '' : words);
    if (search.value !== '') document.getElementById('scenarios').scrollIntoView({ block: 'start' });
  });
}

let typing = 0;
search.addEventListener('input', () => {
  clearTimeout(typing);
  typing = setTimeout(() => show(chosen(), search.value), 80);
});

async function copy(button) {
  // A button without a text copies the element before it.
  const text = button.dataset.copy || button.previousElementSibling.textContent;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without the permission, or if the page is not trusted: the older API.
    const area = document.createElement('textarea');
    area.value = text;
    button.after(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }
  const label = button.textContent;
  button.textContent = 'Copied';
  status.textContent = 'Copied to the clipboard';
  setTimeout(() => {
    button.textContent = label;
    status.textContent = '';
  }, 1500);
}
document.addEventListener('click', ({ target }) => {
  const button = target.closest('[data-copy]');
  if (button !== null && button.textContent !== 'Copied') copy(button);
});

addEventListener('beforeprint', () => {
  for (const scenario of scenarios) if (!scenario.matches('.passed, .skipped')) report(scenario);
});

// A browser follows the address itself when all is loaded, and takes the focus away again.
addEventListener('load', () => requestAnimationFrame(follow));
