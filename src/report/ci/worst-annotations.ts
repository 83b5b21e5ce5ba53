import type { Annotation, AnnotationLevel } from '../wording/annotation.ts';

/**
 * GitHub shows the first ten annotations of each level for a step, Azure Pipelines the first ten issues of each type
 * for a task: so the ten worst of each level are kept, and the others are counted.
 */
export class WorstAnnotations {
  readonly #kept: { readonly [level in AnnotationLevel]: Annotation[] } = { error: [], warning: [], notice: [] };
  #left = 0;

  add(annotation: Annotation): void {
    const kept = this.#kept[annotation.level];
    // After those of equal rank: the first in the run stays first.
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
