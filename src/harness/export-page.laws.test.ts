import fc from 'fast-check';
import { expect, test } from 'vitest';
import { carried, exported, imported } from '../../test/support/harness/sample-export.ts';

/** What a tutorial does with things that it creates: in this order, each after its thing is there. */
type Action = { readonly kind: 'read' | 'list' | 'rename' | 'remove'; readonly thing: number };
type Thing = {
  readonly collection: string;
  readonly id: string;
  readonly name: string;
  readonly actions: readonly Action['kind'][];
};

const collections = ['groups', 'users', 'applications'] as const;
const things: fc.Arbitrary<Thing> = fc.record({
  collection: fc.constantFrom(...collections),
  id: fc.uuid({ version: 4 }),
  name: fc.stringMatching(/^[A-Z][a-z]{2,8}( [a-z]{2,8}){0,2}$/),
  actions: fc.array(fc.constantFrom<Action['kind']>('read', 'list', 'rename'), { maxLength: 3 }),
});

/** A page that documents all of it, as its authors would write it. */
function pageOf(all: readonly Thing[], cleansUp: boolean): string {
  const steps = all.flatMap((thing) => [create(thing), ...thing.actions.map((action) => teach[action](thing))]);
  const sections = steps.map(({ title, blocks }, at) => `## Step ${at + 1}: ${title}\n\n${blocks}`);
  const cleanup = all.map((thing) => `### Delete ${thing.name}\n\n${teach.remove(thing).blocks}`);
  const last = cleansUp ? [`## Step ${steps.length + 1}: Clean up resources`, ...cleanup] : [];
  return `${['# A generated tutorial', ...sections, ...last].join('\n\n')}\n`;
}

type Documented = { readonly title: string; readonly blocks: string };

const create = (thing: Thing): Documented => ({
  title: `Create ${thing.name}`,
  blocks: blocks(`POST /${thing.collection}`, {
    sent: { displayName: thing.name },
    status: 201,
    received: shown(thing),
  }),
});

const teach: { readonly [kind in Action['kind']]: (thing: Thing) => Documented } = {
  read: (thing) => ({ title: `Get ${thing.name}`, blocks: blocks(`GET ${urlOf(thing)}`, { received: shown(thing) }) }),
  list: (thing) => ({
    title: `List what ${thing.name} has`,
    blocks: blocks(`GET ${urlOf(thing)}/owners`, { received: { value: [{ id: thing.id, state: 'Active' }] } }),
  }),
  rename: (thing) => ({
    title: `Update ${thing.name}`,
    blocks: blocks(`PATCH ${urlOf(thing)}`, { sent: { description: 'Changed' }, status: 204 }),
  }),
  remove: (thing) => ({ title: `Delete ${thing.name}`, blocks: blocks(`DELETE ${urlOf(thing)}`, { status: 204 }) }),
};

const urlOf = ({ collection, id }: Thing) => `/${collection}/${id}`;
const shown = ({ id, name }: Thing) => ({ id, createdDateTime: '2026-01-31T08:00:00Z', displayName: name });

function blocks(
  request: string,
  { sent, status = 200, received }: { readonly sent?: object; readonly status?: number; readonly received?: object },
): string {
  const json = (value: object | undefined) =>
    value === undefined ? '' : `\nContent-type: application/json\n\n${JSON.stringify(value, undefined, 2)}`;
  const [method, path] = request.split(' ');
  const url = `https://graph.microsoft.com/v1.0${path}`;
  return `\`\`\`http\n${method} ${url}${json(sent)}\n\`\`\`\n\n\`\`\`http\nHTTP/1.1 ${status}${json(received)}\n\`\`\``;
}

test('whatever a tutorial documents, the page of its scenario gives that scenario again', async () => {
  const tutorials = fc.uniqueArray(things, { minLength: 1, maxLength: 3, selector: ({ name }) => name });
  const law = fc.asyncProperty(tutorials, fc.boolean(), async (all, cleansUp) => {
    const first = await imported(pageOf(all, cleansUp));
    if (first === undefined) throw new Error('the page shows requests');
    expect(first.imported.document.steps).toHaveLength(all.length + all.flatMap(({ actions }) => actions).length);
    const again = await imported(exported(first));
    expect(again && carried(again.imported.document)).toEqual(carried(first.imported.document));
  });
  await fc.assert(law, { numRuns: 60 });
});
