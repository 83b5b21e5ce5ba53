/** For vitest's `globalSetup`: tests that leave something where the product writes by itself make the run fail. */
import { readdirSync } from 'node:fs';

/** Where commands write when nothing else is said, and where the build goes; `tests.json` is what CI counts. */
const places = ['reports', '.tutorial-replay', 'dist'];
const expected = ['reports/tests.json'];

function present(): readonly string[] {
  return places.flatMap((place) => {
    try {
      return readdirSync(place, { recursive: true, encoding: 'utf8' }).map((name) => `${place}/${name}`);
    } catch {
      return [];
    }
  });
}

export default function nothingLeft(): () => void {
  const before = new Set([...present(), ...expected]);
  return () => {
    const left = present().filter((path) => !before.has(path));
    if (left.length > 0) throw new Error(`tests left files in the working tree: ${left.join(', ')}`);
  };
}
