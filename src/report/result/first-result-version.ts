import { defined } from '../../defined.ts';
import { isJsonObject, type Json, type JsonObject, property } from '../../json/json.ts';

/** Names of version 1 that have changed: outcomes and their reasons, and keys of scenarios, steps and totals. */
const outcomes: Names = { differs: 'failed', 'manual-pending': 'pending', 'left-behind': 'leftover' };
const keys: Names = { ...outcomes, leftBehind: 'leftovers', taught: 'page', promised: 'expected' };

type Names = { readonly [former: string]: string };

/**
 * Converts a `RESULT.json` of version 1 to version 2. Version 1 had the times of recorded and sandbox runs only by
 * their own clocks; real times are known only for live runs. `undefined`: they are unknown.
 */
export function fromFirstVersion(document: Json): Json | undefined {
  if (!isJsonObject(document)) return document;
  const summary = property(document, 'summary');
  const against = property(summary, 'against');
  if (against === 'recorded' || against === 'sandbox') return undefined;
  return {
    ...document,
    version: 2,
    ...defined({
      scenarios: each(property(document, 'scenarios'), scenarioOf),
      summary: isJsonObject(summary) ? summaryOf(summary) : summary,
    }),
  };
}

function scenarioOf(scenario: JsonObject): JsonObject {
  const steps = (name: 'steps' | 'cleanup') => each(property(scenario, name), stepOf);
  const own = defined({ steps: steps('steps'), cleanup: steps('cleanup') });
  return { ...renamed(scenario), outcome: outcomeOf(scenario), ...own };
}

function stepOf(step: JsonObject): JsonObject {
  const outcome = property(step, 'outcome');
  if (!isJsonObject(outcome)) return { ...renamed(step), outcome: null };
  const reason = 'reason' in outcome && { reason: outcomeOf(outcome, 'reason') };
  return { ...renamed(step), outcome: { ...outcome, kind: outcomeOf(outcome, 'kind'), ...reason } };
}

function summaryOf(summary: JsonObject): JsonObject {
  const counts = (name: 'scenarios' | 'steps') => {
    const found = property(summary, name);
    return isJsonObject(found) ? renamed(found) : (found ?? null);
  };
  return { ...renamed(summary), scenarios: counts('scenarios'), steps: counts('steps') };
}

function renamed(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [keys[key] ?? key, value]));
}

function outcomeOf(object: JsonObject, key = 'outcome'): Json {
  const kind = property(object, key) ?? null;
  return typeof kind === 'string' ? (outcomes[kind] ?? kind) : kind;
}

function each(list: Json | undefined, change: (item: JsonObject) => JsonObject): Json | undefined {
  if (!Array.isArray(list)) return list;
  return list.map((item: Json) => (isJsonObject(item) ? change(item) : item));
}
