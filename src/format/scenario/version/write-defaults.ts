import { type Result, success } from '../../../diagnostics/problem.ts';
import type { Source } from '../../../diagnostics/source.ts';
import { applyEdits, type TextEdit } from '../../../diagnostics/text-edit.ts';
import { defaultTitle } from '../build-scenario.ts';
import { defaultIds, stepsIn } from '../compose/default-ids.ts';
import { readYaml } from '../read-yaml.ts';
import { columnOf, isFlow, newlineOf } from '../yaml-layout.ts';
import type { YamlNode } from '../yaml-node.ts';
import { entriesOf, entryOf } from '../yaml-plain.ts';
import { migrated } from './migrate.ts';

/**
 * The text of a scenario with its defaults written: title, actors and ids. Everything else stays, including comments.
 * Only version 2 can express what a scenario without actors may do: a scenario of version 1 is converted. Problems:
 * those of the scenario.
 */
export function withDefaults(source: Source): Result<string> {
  const yaml = readYaml(source);
  if (!yaml.ok) return yaml;
  const root = yaml.value;
  if (root?.kind !== 'mapping') return success(source.text);
  const ids = idEdits(source, root);
  // A file of shared steps has neither title nor actors.
  if (/\.steps\.ya?ml$/.test(source.path)) return success(applyEdits(source.text, ids));
  const isWhole = ['title', 'actors'].every((key) => entryOf(root, key) !== undefined);
  if (isWhole) return success(applyEdits(source.text, ids));
  const now = migrated(source);
  if (!now.ok) return now;
  if (now.value !== source.text) return withDefaults({ ...source, text: now.value });
  return success(applyEdits(source.text, [...headEdits(source, root), ...ids]));
}

/** The title is inserted before the first key other than `version`, the actors before the steps. */
function headEdits(source: Source, root: YamlNode): readonly TextEdit[] {
  const keys = entriesOf(root);
  const first = keys.find(({ key }) => key !== 'version') ?? keys[0];
  const steps = entryOf(root, 'steps') ?? first;
  const title = { key: 'title', value: JSON.stringify(defaultTitle(source.path)), before: first };
  const actors = { key: 'actors', value: isFlow(source, root) ? '{"user":{}}' : '{ user: {} }', before: steps };
  return [title, actors]
    .filter(({ key }) => entryOf(root, key) === undefined)
    .flatMap(({ key, value, before }) => insertion(source, { parent: root, key, value, at: before?.keySpan.start }));
}

function idEdits(source: Source, root: YamlNode): readonly TextEdit[] {
  return defaultIds(stepsIn(root)).flatMap(({ step, id }) => {
    const at = entriesOf(step)[0]?.keySpan.start;
    return insertion(source, { parent: step, key: 'id', value: JSON.stringify(id), at });
  });
}

type Insertion = {
  readonly parent: YamlNode;
  readonly key: string;
  /** As JSON. */
  readonly value: string;
  readonly at: number | undefined;
};

/** Inserts a key before another one of the same mapping: as JSON if that has quotes, else plain if possible. */
function insertion(source: Source, { parent, key, value, at }: Insertion): readonly TextEdit[] {
  if (at === undefined) return [];
  const span = { start: at, end: at };
  if (source.text[at] === '"') return [{ span, text: `${JSON.stringify(key)}: ${value}, ` }];
  const isPlain = /^"[a-z][a-z0-9]*(?:[ -][a-z0-9]+)*"$/i.test(value) && !yamlWords.test(value);
  const entry = `${key}: ${isPlain ? value.slice(1, -1) : value}`;
  if (isFlow(source, parent)) return [{ span, text: `${entry}, ` }];
  return [{ span, text: `${entry}${newlineOf(source)}${' '.repeat(columnOf(source, at))}` }];
}

/** Words that YAML does not read as text. */
const yamlWords = /^"(?:true|false|null|yes|no|on|off)"$/i;
