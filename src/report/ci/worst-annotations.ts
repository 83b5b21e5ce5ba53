import type { Annotation, AnnotationLevel } from '../wording/annotation.ts';

/**
 * GitHub shows ten annotations of each level a step, Azure Pipelines ten issues of each type a task, both the first that
 * come: so the ten worst of each level are kept, whatever the length of the run, and the rest is counted.
 */
export class WorstAnnotations {
  readonly #kept: { readonly [level in AnnotationLevel]: Annotation[] } = { error: [], warning: [], notice: [] };
  #left = 0;

  add(annotation: Annotation): void {
    const kept = this.#kept[annotation.level];
    // Behind its equals: of those, the first of the run comes first.
    const at = kept.findIndex(({ rank }) => rank > annotation.rank);
    kept.splice(at === -1 ? kept.length : at, 0, annotation);
    if (kept.length <= mostOfALevel) return;
    kept.pop();
    this.#left++;
  }

  /** Errors before warnings before notices, each worst first. */
  kept(): readonly Annotation[] {
    return [...this.#kept.error, ...this.#kept.warning, ...this.#kept.notice];
  }

  /** How many are not among those kept. */
  left(): number {
    return this.#left;
  }
}

const mostOfALevel = 10;
