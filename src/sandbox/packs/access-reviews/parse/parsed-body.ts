import { type Reading, read, refused } from '../../../service/reading.ts';
import { invalidReview } from '../invalid-review.ts';
import { InvalidBody } from './review-body.ts';

/** Runs a parser of a request's body and returns its fault, as a sentence that names the property. */
export function parsedBody<T>(parse: () => T): Reading<T> {
  try {
    return read(parse());
  } catch (error) {
    if (error instanceof InvalidBody) return refused(invalidReview(error.message));
    throw error;
  }
}
