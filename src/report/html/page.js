// The page works without this: it opens stories that wait as text, and adds filter, search, links and copying.
const root = document.documentElement;
root.classList.add('script');

const scenarios = [...document.querySelectorAll('.scenario')];
const filters = [...document.querySelectorAll('[data-filter]')];
const search = document.querySelector('input[type=search]');
const status = document.querySelector('[role=status]');
document.title = `${document.querySelector('h1').textContent} · tutorial-replay`;

/** Puts a story that waits as text into its place; the report wrote it, with every text in it escaped. */
function report(scenario) {
  const waiting = scenario.querySelector(':scope > script');
  if (waiting === null) return;
  const story = document.createElement('template');
  story.innerHTML = waiting.textContent;
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

/** Opens everything around the place that the address names, and goes there. */
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
    const { outcome: own, find } = scenario.dataset;
    const fits = (outcome === '' || own === outcome) && words.every((word) => find.includes(word));
    scenario.hidden = !fits;
    if (fits) count++;
  }
  const all = outcome === '' && words.length === 0;
  status.textContent = all ? '' : `${count} of ${scenarios.length} scenarios`;
}

const chosen = () => filters.find((button) => button.getAttribute('aria-pressed') === 'true')?.dataset.filter ?? '';
for (const button of filters) button.addEventListener('click', () => show(button.dataset.filter, search.value));

let typing = 0;
search.addEventListener('input', () => {
  clearTimeout(typing);
  typing = setTimeout(() => show(chosen(), search.value), 80);
});

async function copy(button) {
  // A button without a text of its own copies what stands before it.
  const text = button.dataset.copy || button.previousElementSibling.textContent;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without the permission, or where the page is not trusted: the older way.
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
