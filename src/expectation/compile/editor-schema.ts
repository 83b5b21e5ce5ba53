import { scenarioJsonSchema } from '../../format/scenario/scenario-schema.ts';
import type { EditorKind } from '../../format/scenario/schema/schema-parts.ts';
import { stepsFileJsonSchema } from '../../format/scenario/schema/steps-file-schema.ts';
import { nameForm } from '../../format/template/parse-template.ts';
import { runNames } from '../../format/template/values.ts';
import { matcherTable } from '../matchers/matcher-table.ts';
import { combinatorTable } from './combinator.ts';

type Schema = { readonly [key: string]: unknown };

/** A name for readers of JSON Schema, some of which have no classes of letters: everything beyond ASCII may be one. */
const anyName = '[^\\u0000-@[-^`{-\\u007f][^\\u0000-,./:-@[-^`{-\\u007f]*';

/** `${name}`, `${run.id}`, `${run.today + P1Y}`; `$${` is a literal. A name of the run is one that there is. */
const expression = `\\$\\{\\s*(?:(?:${runNames.join('|').replaceAll('.', '\\.')})(?:\\s*[+-]\\s*P\\S+?)?|(?!run\\.)${anyName})\\s*\\}`;
const template = `(?:[^$]|\\$\\$\\{|${expression}|\\$(?!\\{))*$`;
const templates = [...runNames.map((name) => `\${${name}}`), '${run.now + PT1H}', '${run.today + P1Y}'];

/** A text that is written like a matcher is one, unless a backslash stands before it. */
const alternative = matcherTable.map(({ name, arguments: takes }) =>
  takes === 'none' ? name : `${name}(?![^\\s<>=!]).*`,
);
const matcher = `<\\s*(?:${alternative.join('|')})(?:\\s+or\\s+(?:${alternative.join('|')}))*\\s*>$`;
const matchers = matcherTable.flatMap(({ name, example }) => {
  const plain = `<${name}>`;
  return example === plain ? [plain] : name.includes(' ') || name === 'matches' ? [example] : [plain, example];
});

const templatePattern = `^${template}`;
const expectedPattern = `^(?=${template})(?:(?!<[\\s\\S]*>$)|${matcher})`;
const urlPattern = `^(?=${template})/[^/\\\\]`;

const urls = ['/v1.0/groups', '/v1.0/me', '/v1.0/groups/${groupId}/members?$top=5', '/beta/users/${userId}'];

const ref = (name: string): Schema => ({ $ref: `#/$defs/${name}` });

/** What an editor is offered for each kind, and holds a text against while it is written. */
const kinds: { readonly [kind in EditorKind]: Schema } = {
  url: { pattern: urlPattern, examples: urls },
  // In version 2, a captured link stands alone.
  link: { pattern: `${urlPattern}|^\\$\\{[^}]*\\}$`, examples: [...urls, '${nextLink}'] },
  template: { pattern: templatePattern, examples: templates },
  sent: ref('sent'),
  expected: ref('expected'),
  path: { pattern: '^\\$', examples: ['$.id', '$.value[0].id', "$.value[?@.mail == '${mail}'].id"] },
  condition: { examples: ['${name}', 'not ${name}', '${name} == "text"'] },
};

const other = [{ type: 'number' }, { type: 'boolean' }, { type: 'null' }];

const definitions: Schema = {
  sent: {
    description: 'JSON whose texts may hold ${…}; as a body also one of the kinds of version 2.',
    anyOf: [
      { type: 'string', pattern: templatePattern, examples: templates },
      ...other,
      { type: 'array', items: ref('sent') },
      {
        type: 'object',
        properties: Object.fromEntries(
          Object.entries({
            json: 'The JSON body, whatever its keys.',
            text: 'A text, in the charset of the content type.',
            form: 'The fields of a form.',
            multipart: 'Parts, each with a name and a text or a file.',
            file: 'The path of a file below the scenario.',
            base64: 'Bytes, as base64.',
          }).map(([key, description]) => [key, { description, ...ref('sent') }]),
        ),
        additionalProperties: ref('sent'),
      },
    ],
  },
  expected: {
    description: 'An expected value: itself, a matcher, or a text with ${…}.',
    anyOf: [
      { type: 'string', enum: matchers },
      { type: 'string', pattern: expectedPattern, examples: templates },
      ...other,
      { type: 'array', items: ref('expected') },
      {
        type: 'object',
        properties: Object.fromEntries(
          Object.entries(combinatorTable).map(([name, description]) => [
            `<${name}>`,
            { description: `Of an array: ${description}.`, ...ref('expected') },
          ]),
        ),
        additionalProperties: ref('expected'),
      },
    ],
  },
};

/** The JSON Schema (draft 2020-12) of a scenario file, for editors: completes matchers, `${…}`, urls and paths. */
export function scenarioEditorSchema(): object {
  return forEditors(scenarioJsonSchema());
}

/** The same of a file of shared steps. */
export function stepsEditorSchema(): object {
  return forEditors(stepsFileJsonSchema());
}

function forEditors(schema: object): object {
  const { title, ...rest } = completed(schema) as Schema;
  return { ...rest, title, $defs: definitions };
}

/** Every part that names a kind, with what editors are offered for it. */
function completed(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(completed);
  if (typeof part !== 'object' || part === null) return part;
  const { editor, ...rest } = part as Schema & { readonly editor?: EditorKind };
  const inner = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, completed(value)]));
  if (typeof inner['pattern'] === 'string') inner['pattern'] = inner['pattern'].replaceAll(nameForm, anyName);
  // A key of the format may be called like that.
  if (typeof editor !== 'string' || !Object.hasOwn(kinds, editor))
    return editor === undefined ? inner : { ...inner, editor };
  return { ...inner, ...kinds[editor] };
}
