import type { OwnNames } from '../../format/scenario/compose/own-names.ts';
import { scenarioJsonSchema } from '../../format/scenario/scenario-schema.ts';
import type { EditorKind } from '../../format/scenario/schema/schema-parts.ts';
import { stepsFileJsonSchema } from '../../format/scenario/schema/steps-file-schema.ts';
import { nameForm } from '../../format/template/parse-template.ts';
import { runNames } from '../../format/template/values.ts';
import { matcherTable } from '../matchers/matcher-table.ts';
import { combinatorTable } from './combinator.ts';

type Schema = { readonly [key: string]: unknown };

/** A text in the form of a matcher is a matcher, unless a backslash precedes it. */
const alternative = matcherTable.map(({ name, arguments: takes }) =>
  takes === 'none' ? name : `${name}(?![^\\s<>=!]).*`,
);
const matcher = `<\\s*(?:${alternative.join('|')})(?:\\s+or\\s+(?:${alternative.join('|')}))*\\s*>$`;
const matchers = matcherTable.flatMap(({ name, example }) => {
  const plain = `<${name}>`;
  return example === plain ? [plain] : name.includes(' ') || name === 'matches' ? [example] : [plain, example];
});

const ref = (name: string): Schema => ({ $ref: `#/$defs/${name}` });

/** A form that a text must have, and the message that an editor shows otherwise. */
const form = (pattern: string, patternErrorMessage: string): Schema => ({ pattern, patternErrorMessage });

const oneOf = (names: readonly string[]): string => (names.length === 0 ? '(?!)' : `(?:${names.join('|')})`);

/** The completions and checks of an editor for each kind of text. Without the names of a file, any name is valid. */
function kindsOf(own: OwnNames | undefined) {
  const name = own === undefined ? nameForm : oneOf(own.values);
  const moved = '(?:\\s*[+-]\\s*P\\S+?)?';
  /** `${name}`, `${run.id}`, `${run.today + P1Y}`; `$${` is a literal. A name of the run is one that there is. */
  const expression = `\\$\\{\\s*(?:(?:${runNames.join('|').replaceAll('.', '\\.')})${moved}|(?!run\\.)${name})\\s*\\}`;
  const template = `(?:[^$]|\\$\\$\\{|${expression}|\\$(?!\\{))*$`;
  const values = [...(own?.values ?? []), ...runNames].map((one) => `\${${one}}`);
  const templates = [...values, '${run.now + PT1H}', '${run.today + P1Y}'];
  const known = own === undefined ? '' : `: ${values.join(', ')}`;
  const closed = `\${…} holds a name that is defined${known}; $\${ is the text \${`;
  const text: Schema = { ...form(`^${template}`, closed), examples: templates };
  const path = `^(?=${template})/[^/\\\\]`;
  const isPath = `a path on the service, such as /v1.0/me: no host; ${closed}`;
  const urls = own?.urls.filter((url) => new RegExp(path, 'u').test(url)) ?? [];
  const allUrls = urls.length > 0 ? urls : ['/v1.0/groups', '/v1.0/me', '/v1.0/groups/${groupId}/members?$top=5'];
  const conditions =
    own === undefined ? ['${name}', 'not ${name}', '${name} == "text"'] : own.values.flatMap(conditionsOf);
  const kinds: { readonly [kind in EditorKind]: Schema } = {
    url: { ...form(path, isPath), examples: allUrls },
    // In version 2, a captured link may be the whole url.
    link: {
      ...form(`${path}|^\\$\\{\\s*${name}\\s*\\}$`, `${isPath}; or a captured link alone`),
      examples: [...allUrls, ...(own === undefined ? ['${nextLink}'] : own.values.map((one) => `\${${one}}`))],
    },
    template: text,
    sent: ref('sent'),
    expected: ref('expected'),
    path: {
      ...form(`^(?=${template})\\$`, `a JSONPath (RFC 9535) begins with $; ${closed}`),
      examples: ['$.id', '$.value[0].id', "$.value[?@.mail == '${mail}'].id"],
    },
    condition: {
      ...form(
        `^\\s*(?:not\\s+)?${expression}(?:\\s*==\\s*.+)?\\s*$`,
        `a condition is \${name}, not \${name}, or \${name} == "text"; ${closed}`,
      ),
      examples: conditions,
    },
    actor: own === undefined || own.actors.length === 0 ? {} : { enum: own.actors },
    step: own === undefined ? {} : { enum: own.steps },
    call:
      own === undefined
        ? {}
        : {
            ...form(`^${oneOf(own.calls)}(?:\\.|$)`, `a name of \`use\`: ${own.calls.join(', ')}`),
            examples: own.calls,
          },
  };
  const expectedText = {
    ...form(
      `^(?=${template})(?:(?!<[\\s\\S]*>$)|${matcher})`,
      `<…> is a matcher: ${matchers.join(', ')}, or several with or; \\<…> is the text; ${closed}`,
    ),
    examples: [...matchers, ...templates],
  };
  return { kinds, definitions: definitionsOf(text, expectedText) };
}

const conditionsOf = (name: string) => [`\${${name}}`, `not \${${name}}`];

const other = [{ type: 'number' }, { type: 'boolean' }, { type: 'null' }];

const definitionsOf = (sentText: Schema, expectedText: Schema): Schema => ({
  sent: {
    description: 'JSON whose texts may hold ${…}; as a body also one of the kinds of version 2.',
    anyOf: [
      { type: 'string', ...sentText },
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
      { type: 'string', ...expectedText },
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
});

/** The JSON Schema (draft 2020-12) of a scenario file, for editors: completes matchers, `${…}`, urls and paths; with `own`, the names of these files and no others. */
export function scenarioEditorSchema(own?: OwnNames): object {
  return forEditors(scenarioJsonSchema(), own);
}

/** The same of a file of shared steps. */
export function stepsEditorSchema(own?: OwnNames): object {
  return forEditors(stepsFileJsonSchema(), own);
}

function forEditors(schema: object, own: OwnNames | undefined): object {
  const { kinds, definitions } = kindsOf(own);
  const { title, ...rest } = completed(schema, kinds) as Schema;
  return { ...rest, title, $defs: definitions };
}

type Kinds = { readonly [kind in EditorKind]: Schema };

/** Adds completions to every part of the schema that names a kind. */
function completed(part: unknown, kinds: Kinds): unknown {
  if (Array.isArray(part)) return part.map((one) => completed(one, kinds));
  if (typeof part !== 'object' || part === null) return part;
  const { editor, ...rest } = part as Schema & { readonly editor?: EditorKind };
  const inner = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, completed(value, kinds)]));
  // A key of the format may be called like that.
  if (typeof editor !== 'string' || !Object.hasOwn(kinds, editor))
    return editor === undefined ? inner : { ...inner, editor };
  return { ...inner, ...kinds[editor] };
}
