import type { Html } from './html-text.ts';

/** More different lines than this are not remembered, which limits memory. */
const mostKnown = 200_000;

/**
 * The stories of a page that are stored as text, with each line written once: a line that starts with `~` names earlier
 * lines. `~5,3 9` is the lines 5, 6, 7 and 9, in base 36, counted from 0. A value is written completely where it occurs
 * first, so that the file can be searched. `page.js` reads it.
 */
export class StoryLines {
  readonly #known = new Map<string, number>();
  #written = 0;

  /** The text of a story, with references for the lines that any story before has. */
  shortened(story: Html): Html {
    const result: string[] = [];
    let runs: Run[] = [];
    const endRuns = () => {
      if (runs.length > 0) result.push(`~${runs.map(runText).join(' ')}`);
      runs = [];
    };
    for (const one of story.html.split('\n')) {
      // An entity means the same in text and in attributes.
      const line = one.startsWith('~') ? `&#126;${one.slice(1)}` : one;
      const at = this.#known.get(line);
      if (at === undefined) {
        endRuns();
        result.push(line);
        if (this.#known.size < mostKnown) this.#known.set(line, this.#written);
        this.#written++;
        continue;
      }
      const last = runs.at(-1);
      if (last !== undefined && last.from + last.count === at) last.count++;
      else runs.push({ from: at, count: 1 });
    }
    endRuns();
    return { html: result.join('\n') };
  }
}

type Run = { readonly from: number; count: number };

function runText({ from, count }: Run): string {
  const start = from.toString(36);
  return count === 1 ? start : `${start},${count.toString(36)}`;
}
