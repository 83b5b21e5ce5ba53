import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseScenario } from './parse-scenario.ts';
import { printScenario, type ScenarioDocument } from './print-scenario.ts';
import { readYaml } from './read-yaml.ts';
import { plain } from './yaml-plain.ts';

const document: ScenarioDocument = {
  title: 'Step 1: a group',
  tags: ['groups', 'beta'],
  actors: { admin: { permissions: ['Group.ReadWrite.All'] } },
  inputs: { owner: { description: 'Who owns it', example: '0123' } },
  steps: [
    {
      id: 'create-group',
      request: {
        method: 'POST',
        url: "/beta/groups?$filter=displayName eq 'a b'",
        body: {
          '@odata.type': '#microsoft.graph.group',
          groupTypes: [],
          settings: {},
          'owners@odata.bind': ['https://graph.microsoft.com/beta/users/${owner}'],
        },
      },
      response: { status: [200, 201], body: { id: '<uuid>', mail: null } },
      capture: { groupId: '$.id' },
    },
    { id: 'list-groups', request: { method: 'GET', url: '/beta/groups' }, response: { status: 200 } },
  ],
};

const read = (text: string) => {
  const yaml = readYaml({ path: 'printed.scenario.yaml', text });
  if (!yaml.ok) throw new Error(`${yaml.problems[0]?.message}\n${text}`);
  return yaml.value === undefined ? undefined : plain(yaml.value);
};

test('a document is printed as people write them', () => {
  const comments = [
    { path: ['inputs', 'owner'], text: 'above a key' },
    { path: ['steps', 1], text: 'above a step\nin two lines' },
    { path: ['steps', 0, 'request', 'body', 'owners@odata.bind', 0], text: 'above an item' },
    { path: ['steps', 7], text: 'above nothing' },
  ];
  expect(printScenario(document, { comments, schema: '../scenario.schema.json' })).toMatchInlineSnapshot(`
    "# yaml-language-server: $schema=../scenario.schema.json
    title: "Step 1: a group"
    tags: [groups, beta]

    actors:
      admin:
        permissions: [Group.ReadWrite.All]

    inputs:
      # above a key
      owner:
        description: Who owns it
        example: "0123"

    steps:
      - id: create-group
        request:
          method: POST
          url: /beta/groups?$filter=displayName eq 'a b'
          body:
            "@odata.type": "#microsoft.graph.group"
            groupTypes: []
            settings: {}
            owners@odata.bind:
              # above an item
              - https://graph.microsoft.com/beta/users/\${owner}
        response:
          status: [200, 201]
          body:
            id: <uuid>
            mail: null
        capture:
          groupId: $.id

      # above a step
      # in two lines
      - id: list-groups
        request:
          method: GET
          url: /beta/groups
        response:
          status: 200
    "
  `);
});

test('what was printed is a scenario', () => {
  const parsed = parseScenario({ path: 'printed.scenario.yaml', text: printScenario(document) });
  expect(parsed.ok).toBe(true);
});

describe('reading what was printed gives the document again', () => {
  const name = fc.string({ minLength: 1, unit: 'grapheme' }).filter(
    (text) =>
      text.isWellFormed() &&
      // What no text file may hold; and the keys that the reader forbids.
      !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]|^(?:__proto__|constructor|prototype)$/.test(text),
  );
  const special = fc.constantFrom('~', 'null', 'true', 'NO', '0123', '1e3', '-', '- a', 'a: b', 'a #b', '<<', '${x}');
  const text = fc.oneof(special, name, fc.constant(''), fc.constant('a\nb'), fc.constant(' a '), fc.constant('@a'));
  const body = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      text,
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc
        .double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 })
        .map((n) => Math.round(n * 100) / 100 + 0),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(
        fc.oneof(
          special.filter((key) => key !== '<<'),
          name,
        ),
        tie('value'),
        { maxKeys: 3 },
      ),
    ),
  })).value;

  test('whatever its body, with comments and without', () => {
    fc.assert(
      fc.property(body, text, fc.boolean(), (value, remark, commented) => {
        const [step, ...others] = document.steps;
        const steps = [{ ...step, id: 'one', response: { status: 200, body: value } }, ...others];
        const comments = commented ? [{ path: ['steps', 0, 'response', 'body'], text: remark }] : [];
        const printed = printScenario({ ...document, steps }, { comments });
        expect(read(printed)).toEqual(JSON.parse(JSON.stringify({ ...document, steps })));
      }),
      { numRuns: 500 },
    );
  });
});
