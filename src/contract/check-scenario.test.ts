import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  librarySource,
  type SampleCall,
  sampleCalls,
  sampleMetadata,
} from '../../test/support/contract/sample-contract.ts';
import { loadScenario } from '../format/scenario/load-scenario.ts';
import { type Contract, checkScenario } from './check-scenario.ts';
import { readPermissions } from './permissions.ts';

const metadata = await sampleMetadata();

/** What is said of one call: code, message, and the text it points at. */
function found(call: SampleCall, contract: Contract = { metadata: { 'v1.0': metadata } }): readonly string[] {
  const scenario = sampleCalls([call]);
  return checkScenario(scenario, contract).problems.map(
    ({ code, message, at }) =>
      `${code}: ${message} | ${at?.excerpt.at(-1)?.slice((at.column ?? 1) - 1, at.endColumn - 1)}`,
  );
}

describe('a path', () => {
  test.each([
    '/v1.0/libraries',
    '/v1.0/mine/shelves/${run.id}/books/1/$ref',
    '/v1.0/MINE/Shelves/$count',
    "/v1.0/libraries('x')/shelves",
    "/v1.0/mine/shelves/1/books/borrowed(by='me')",
    "/v1.0/mine/shelves/1/books/microsoft.graph.borrowed(by='a/b')",
    '/v1.0/mine/shelves/1/books/microsoft.graph.atlas',
    '/v1.0/mine/shelves/1/keeper/anything/at/all',
    '/v1.0/mine/shelves/1/guest/anything',
    '/beta/whatever',
  ])('%s is there, or no one can say', (url) => {
    expect(found({ url })).toEqual([]);
  });

  test.each([
    ['/v1.0/libaries', 'contract-path: v1.0 has no `libaries` in the service | "/v1.0/libaries"'],
    ['/v1.0/mine/shelfs', 'contract-path: v1.0 has no `shelfs` in library | "/v1.0/mine/shelfs"'],
    ['/v1.0/mine/shelves/1/look', 'contract-path: v1.0 has no `look` in shelf | "/v1.0/mine/shelves/1/look"'],
  ])('%s is not', (url, said) => {
    expect(found({ url })).toEqual([said]);
  });

  test('is looked for with the names that are there in mind', () => {
    const { problems } = checkScenario(sampleCalls([{ url: '/v1.0/mine/shelves/1/lokc' }]), {
      metadata: { 'v1.0': metadata },
    });
    expect(problems[0]?.fix).toBe('did you mean `lock`?');
  });
});

describe('a method', () => {
  test('of an action is POST', () => {
    expect(found({ method: 'PATCH', url: '/v1.0/mine/shelves/1/lock' })).toHaveLength(1);
    expect(found({ method: 'POST', url: '/v1.0/mine/shelves/1/lock' })).toEqual([]);
  });

  test('of a function is GET', () => {
    expect(found({ method: 'POST', url: "/v1.0/mine/shelves/1/books/borrowed(by='me')" })).toHaveLength(1);
  });

  test.each([
    ["on='open'", 0],
    ["on='Closed'", 0],
    ["by='x',on='5cfd7709-7709-5cfd-0977-fd5c0977fd5c'", 1],
    ["on='mine'", 1],
    ["on='{kind}'", 0],
    ["on='parameterValue'", 0],
    ['on=@kind', 0],
  ])('is called with members of an enumeration, where one is declared: %s', async (given, times) => {
    const text = librarySource.text.replace(
      '<Parameter Name="by" Type="Edm.String"/>',
      '<Parameter Name="by" Type="Edm.String"/><Parameter Name="on" Type="graph.shelfKind"/>',
    );
    const contract = { metadata: { 'v1.0': await sampleMetadata(text) } };
    const said = found({ url: `/v1.0/mine/shelves/1/books/borrowed(${given})` }, contract);
    const ofEnum = said.filter((one) =>
      /^contract-enum: `[\w-]+` is not a member of shelfKind, which `on` is/.test(one),
    );
    expect(ofEnum).toHaveLength(times);
    expect(said.every((one) => ofEnum.includes(one) || one.includes('is declared as'))).toBe(true);
  });

  test('of a reference is that of the collection, where the table leaves `$ref` out', () => {
    const rows = [
      ['/mine/shelves/{id}/books', 'POST', 'Shelf.Write', true],
      ['/mine/shelves/{id}/books/{id}', 'DELETE', 'Shelf.Write', true],
    ] as const;
    const contract = { metadata: {}, permissions: table(rows) };
    const books = '/v1.0/mine/shelves/7/books';
    expect(found({ method: 'POST', url: `${books}/$ref` }, contract)).toEqual([]);
    expect(found({ method: 'DELETE', url: `${books}/1/$ref` }, contract)).toEqual([]);
    expect(found({ method: 'DELETE', url: `${books}/\${run.id}/$ref` }, contract)).toEqual([]);
    expect(found({ method: 'PUT', url: `${books}/$ref` }, contract)).toEqual([
      `contract-method: this path does not support PUT | "${books}/$ref"`,
    ]);
  });

  test('is one of those that the table of permissions has', () => {
    const contract = { metadata: {}, permissions: table([['/mine/shelves/{id}', 'PATCH', 'Shelf.Write', true]]) };
    expect(found({ method: 'PUT', url: '/v1.0/mine/shelves/7' }, contract)).toEqual([
      'contract-method: this path does not support PUT | "/v1.0/mine/shelves/7"',
    ]);
    expect(found({ method: 'PATCH', url: '/v1.0/mine/shelves/7' }, contract)).toEqual([]);
  });
});

test('the response of a PUT is checked, except for streams', () => {
  const shelf = '/v1.0/mine/shelves/1';
  expect(found({ method: 'PUT', url: shelf, shown: { colour: 'red' } })).toHaveLength(1);
  expect(found({ method: 'PUT', url: `${shelf}/height`, shown: { colour: 'red' } })).toEqual([]);
});

describe('a body of another type', () => {
  const stranger = { a1: 1, b1: 2, c1: 3, d1: 4, e1: 5 };
  const shelves = '/v1.0/mine/shelves';
  test.each([
    [shelves, { value: [stranger, { ...stranger, f1: 6 }, stranger] }, 'contract-property: the object is not a shelf'],
    [shelves, stranger, 'contract-type: the response is a collection of shelf, but here is one object'],
    [`${shelves}/7`, { value: [stranger, stranger] }, 'contract-type: the response is one shelf, but here'],
    [shelves, { value: [{ colour: 1 }, { colour: 2 }] }, 'contract-property: shelf has no property `colour`'],
  ])('%s is one message', (url, shown, said) => {
    expect(found({ url, shown })).toEqual([expect.stringContaining(said)]);
  });
});

describe('a body', () => {
  const shelf = '/v1.0/mine/shelves/1';
  test.each([
    ['a property', { kynd: 'open' }, 'contract-property: shelf has no property `kynd` | "kynd"'],
    ['a member', { kind: 'ajar' }, 'contract-enum: `ajar` is not a member of shelfKind, which `kind` is | "ajar"'],
    ['a number', { height: 'tall' }, 'contract-type: `height` is Edm.Int32, but here is a text | "tall"'],
    ['true or false', { locked: 'yes' }, 'contract-type: `locked` is Edm.Boolean, but here is a text | "yes"'],
    ['many', { labels: 'a' }, 'contract-type: `labels` is a collection of Edm.String, but here is a text | "a"'],
    ['one', { kind: ['open'] }, 'contract-type: `kind` is shelfKind, but here is an array | ['],
    ['an object', { maker: 'me' }, 'contract-type: `maker` is maker, but here is a text | "me"'],
    ['within', { maker: { nam: 'me' } }, 'contract-property: maker has no property `nam` | "nam"'],
    [
      'a type',
      { rule: { '@odata.type': '#microsoft.graph.lendRule' } },
      'contract-property: the metadata has no type lendRule | "#microsoft.graph.lendRule"',
    ],
    [
      'of it',
      { rule: { '@odata.type': '#microsoft.graph.maker' } },
      'contract-type: maker is not a rule | "#microsoft.graph.maker"',
    ],
    [
      'a link',
      { 'kind@odata.bind': 'x' },
      'contract-property: `kind` is not a navigation property of shelf: it cannot be bound | "kind@odata.bind"',
    ],
  ])('is checked: %s', (_, body, said) => {
    expect(found({ method: 'PATCH', url: shelf, body, status: 204 })).toEqual([said]);
    expect(found({ url: shelf, shown: body })).toEqual([said]);
    expect(found({ method: 'POST', url: '/v1.0/mine/shelves', body, status: 201 })).toEqual([said]);
    expect(found({ url: '/v1.0/mine/shelves', shown: { value: [body] } })).toEqual([said]);
    expect(found({ url: '/v1.0/mine/shelves', shown: { value: { '<contains>': [body] } } })).toEqual([said]);
  });

  test.each([
    { kind: 'Open', height: 3, locked: true, labels: ['a'], maker: { name: 'x' } },
    { kind: '<one of open, closed>', height: '<number>', labels: '<any>', 'keeper@odata.bind': 'https://x' },
    { kind: '${run.id}', '@odata.etag': 'x', 'books@odata.count': 2, maker: null, guest: { any: 1 } },
    { rule: { days: 3 }, books: [{ scale: 2, title: 'x' }], keeper: { hat: 'red' } },
    { rule: { '@odata.type': '#microsoft.graph.loanRule', days: 3 } },
  ])('is checked, and found right: %j', (body) => {
    expect(found({ url: shelf, shown: body })).toEqual([]);
  });

  test('of an action holds its parameters', () => {
    const url = '/v1.0/mine/shelves/1/lock';
    expect(found({ method: 'POST', url, body: { reason: 'x' }, status: 204 })).toEqual([]);
    expect(found({ method: 'POST', url, body: { why: 'x' }, status: 204 })).toEqual([
      'contract-property: lock has no parameter `why` | "why"',
    ]);
  });

  test('with a derived type of its own has that type only', () => {
    const shown = { books: [{ '@odata.type': '#microsoft.graph.book', scale: 1 }] };
    expect(found({ url: shelf, shown })).toEqual(['contract-property: book has no property `scale` | "scale"']);
  });

  test('that is expected with a refusal is not a body of the type', () => {
    expect(found({ url: shelf, status: 404, shown: { error: { code: 'x' } } })).toEqual([]);
  });
});

test('$select, $orderby and $expand name properties', () => {
  expect(
    found({ url: '/v1.0/mine/shelves?$select=id,kynd&$expand=books($select=title)&$orderby=height desc' }),
  ).toEqual([expect.stringContaining('contract-property: shelf has no property `kynd` for $select')]);
});

describe('permissions', () => {
  const contract: Contract = {
    metadata: {},
    permissions: table([
      ['/mine/shelves', 'GET', 'Shelf.Read', true],
      ['/mine/shelves', 'GET', 'Shelf.Write', false],
      ['/mine/shelves', 'POST', 'Shelf.Write', true],
    ]),
  };
  const evaluated = (actor: object, ...methods: string[]) => {
    const calls = methods.map((method) => ({ method, url: '/v1.0/mine/shelves' }));
    return checkScenario(sampleCalls(calls, actor), contract).problems.map(({ message, fix }) => `${message}: ${fix}`);
  };

  test('must be enough', () => {
    expect(evaluated({ permissions: ['Shelf.Read'] }, 'GET', 'POST')).toEqual([
      '`librarian` has no permission that allows this: give `Shelf.Write`',
    ]);
    expect(evaluated({ permissions: ['Shelf.Write'] }, 'GET', 'POST')).toEqual([]);
  });

  test('should be no more than that', () => {
    expect(evaluated({ permissions: ['Shelf.Write'] }, 'GET')).toEqual([
      '`librarian` sends no request for which `Shelf.Write` is the least: leave it out; enough are `Shelf.Read`',
    ]);
    expect(evaluated({ permissions: ['Shelf.Read'] }, 'GET')).toEqual([]);
    expect(evaluated({ permissions: ['Shelf.Write', 'Book.Read', 'Book.Write'] }, 'GET')).toEqual([
      '`librarian` sends no request for which `Shelf.Write`, `Book.Read` or `Book.Write` is the least: leave them out; enough are `Shelf.Read`',
    ]);
  });

  test('may be two, where the table says so, or where what it calls the least only reads', () => {
    const least = 'least=DelegatedWork';
    const rows = {
      'Shelf.Read.All': { 'GET POST': least },
      'Shelf.ReadWrite.All': { POST: '' },
      'Book.ReadWrite.All': { PUT: `${least};AlsoRequires=Shelf.Read.All` },
    };
    const setsOf = (methods: object) =>
      Object.entries(methods).map(([method, said]) => ({
        schemeKeys: ['DelegatedWork'],
        methods: method.split(' '),
        paths: { '/mine/shelves': said },
      }));
    const permissions = Object.fromEntries(
      Object.entries(rows).map(([name, methods]) => [name, { pathSets: setsOf(methods) }]),
    );
    const read = readPermissions({ path: 'permissions.json', text: JSON.stringify({ permissions }) });
    if (!read.ok) throw new Error('the table cannot be read');
    const said = (names: readonly string[], method: string) =>
      checkScenario(sampleCalls([{ method, url: '/v1.0/mine/shelves' }], { permissions: names }), {
        metadata: {},
        permissions: read.value,
      }).problems.map(({ message }) => message);
    expect(said(['Shelf.Read.All', 'Shelf.ReadWrite.All'], 'POST')).toEqual([]);
    expect(said(['Shelf.Read.All'], 'POST')).toEqual([]);
    expect(said(['Shelf.Read.All', 'Book.ReadWrite.All'], 'PUT')).toEqual([]);
    expect(said(['Shelf.Read.All', 'Shelf.ReadWrite.All'], 'GET')).toEqual([
      '`librarian` sends no request for which `Shelf.ReadWrite.All` is the least',
    ]);
  });

  test('depend on the context', () => {
    expect(evaluated({ context: 'application', permissions: ['Shelf.Read'] }, 'GET')[0]).toContain(
      'no permission of the application context allows this',
    );
  });

  test('of an actor without a list are not checked', () => {
    expect(evaluated({}, 'POST')).toEqual([]);
  });
});

describe('a false alarm is not raised', () => {
  test.each([
    '/v1.0/mine/shelves/1/books/root:/a folder/an atlas.pdf:/title',
    '/v1.0/mine/shelves/root:/a/b',
    '/v1.0/mine/shelves/1/keeper/{any}',
  ])('by a path with a colon or a placeholder: %s', (url) => {
    expect(found({ url })).toEqual([]);
  });

  test('by letter case, by an open type, or by a cast in $expand', () => {
    expect(found({ url: '/v1.0/mine/shelves/1', shown: { ID: '1', kind: 'Open' } })).toEqual([]);
    expect(found({ url: '/v1.0/mine/shelves/1/keeper', shown: { id: '1', extension_ab_hat: 1 } })).toEqual([]);
    expect(found({ url: '/v1.0/mine/shelves/1/books?$expand=microsoft.graph.atlas/maps' })).toEqual([]);
  });
});

describe('one cause is one message', () => {
  test('of an object of another type', () => {
    const shown = { a1: 1, b1: 2, c1: 3, d1: 4, e1: 5 };
    expect(found({ url: '/v1.0/mine/shelves/1', shown })).toEqual([
      'contract-property: the object is not a shelf: that type has no `a1`, `b1`, `c1`, `d1`, `e1` | "a1"',
    ]);
  });

  test('of a collection, of one object, and of a needless `value`', () => {
    expect(found({ url: '/v1.0/mine/shelves', shown: { id: '1' } })).toEqual([
      expect.stringContaining('contract-type: the response is a collection of shelf, but here is one object'),
    ]);
    expect(found({ url: '/v1.0/mine/shelves/1', shown: { value: [{ id: '1' }] } })).toEqual([
      expect.stringContaining('contract-type: the response is one shelf, but here is a collection'),
    ]);
    expect(found({ url: '/v1.0/mine/shelves/1', shown: { value: { id: '1' } } })).toEqual([
      expect.stringContaining('contract-type: the response is the shelf itself'),
    ]);
  });
});

describe('a target', () => {
  test('of POST is a collection, an action or a singleton, not an entity by its key', () => {
    expect(found({ method: 'POST', url: '/v1.0/mine/shelves/7', status: 201 })).toEqual([
      expect.stringContaining('contract-method: the url names one shelf by its key, but the method is POST'),
    ]);
    expect(found({ method: 'POST', url: '/v1.0/mine/shelves/${run.id}', status: 201 })).toHaveLength(1);
    const row = { path: '/mine/shelves/{id}', method: 'GET', permissions: { DelegatedWork: ['Shelf.Read*'] } };
    const table = readPermissions({ path: 'permissions.json', text: JSON.stringify([row]) });
    if (!table.ok) throw new Error('the table cannot be read');
    const both: Contract = { metadata: { 'v1.0': metadata }, permissions: table.value };
    expect(found({ method: 'POST', url: '/v1.0/mine/shelves/7', status: 201 }, both)).toHaveLength(1);
  });

  test('of DELETE is not a collection', () => {
    expect(found({ method: 'DELETE', url: '/v1.0/mine/shelves', status: 204 })).toEqual([
      expect.stringContaining('contract-method: `shelves` is a collection of shelf, but the method is DELETE'),
    ]);
    expect(found({ method: 'DELETE', url: '/v1.0/mine/shelves/1/books/$ref', status: 204 })).toEqual([]);
  });

  test('of `creates.delete` is checked as well', () => {
    const deleting = (url: string) => {
      const scenario = sampleCalls([{ method: 'POST', url: '/v1.0/mine/shelves', status: 201 }]);
      const [step] = scenario.steps;
      if (step === undefined) throw new Error('no step');
      const changed = { ...step, creates: { kind: 'deletable', delete: { value: url, span: step.span } } as const };
      return checkScenario({ ...scenario, steps: [changed] }, { metadata: { 'v1.0': metadata } }).problems.map(
        ({ code }) => code,
      );
    };
    expect(deleting('/v1.0/mine/shelves/${id}')).toEqual([]);
    expect(deleting('/v1.0/mine/shelfs/${id}')).toEqual(['contract-path']);
    expect(deleting('/v1.0/mine/shelves')).toEqual(['contract-method']);
  });
});

test('a misspelled name on an open type is found, and the parameters of an action have types', async () => {
  const open = await sampleMetadata(
    librarySource.text
      .replace(
        '<EntityType Name="shelf" BaseType="graph.entity">',
        '<EntityType Name="shelf" BaseType="graph.entity" OpenType="true">',
      )
      .replace('Name="reason" Type="Edm.String"', 'Name="days" Type="Edm.Int32"'),
  );
  const contract = { metadata: { 'v1.0': open } };
  expect(found({ url: '/v1.0/mine/shelves/1', shown: { heigth: 3, hat: 'red' } }, contract)).toEqual([
    'contract-property: `heigth` is a misspelling of `height` of shelf, an open type | "heigth"',
  ]);
  expect(found({ url: '/v1.0/mine/shelves/1/kepeer' }, contract)).toEqual([
    expect.stringContaining('contract-path: v1.0 has no `kepeer` in shelf'),
  ]);
  expect(found({ url: '/v1.0/mine/shelves/1', shown: { he_ight: 3, ext_height: 4 } }, contract)).toEqual([
    'contract-property: `he_ight` is a misspelling of `height` of shelf, an open type | "he_ight"',
  ]);
  for (const name of ['hat', 'com_contoso_keeper', 'keeperId'])
    expect(found({ url: `/v1.0/mine/shelves/1/${name}` }, contract)).toEqual([]);
  const lock = { method: 'POST', url: '/v1.0/mine/shelves/1/lock', status: 204 };
  expect(found({ ...lock, body: { days: 'three' } }, contract)).toEqual([
    'contract-type: `days` is Edm.Int32, but here is a text | "three"',
  ]);
});

test('a step that expects a refusal is meant to be wrong', () => {
  const contract = { metadata: { 'v1.0': metadata } };
  expect(found({ url: '/v1.0/nothing', status: 404 }, contract)).toEqual([]);
});

test('the checked and the unchecked calls are counted', () => {
  const calls = [{ url: '/v1.0/mine/shelves' }, { url: '/beta/mine' }, { method: 'POST', url: '/v1.0/$batch' }];
  expect(checkScenario(sampleCalls(calls), { metadata: { 'v1.0': metadata } })).toEqual({
    problems: [],
    calls: 3,
    byMetadata: 1,
    byPermissions: 0,
    evaluated: ['/v1.0/mine/shelves'],
    unknown: ['no metadata of beta is loaded', 'it is a batch'],
  });
});

test('no url makes it stumble', () => {
  const part = fc.oneof(
    fc.constantFrom('mine', 'shelves', "books(id='", ')', '$count', '${run.id}', '__proto__', '%2', "'", '('),
    fc.string({ maxLength: 8 }),
  );
  const law = fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
    const scenario = sampleCalls([{ url: '/v1.0/mine' }]);
    const [step] = scenario.steps;
    if (step?.action.kind !== 'request') throw new Error('no call');
    const url = { value: `/v1.0/${parts.join('/')}`, span: step.action.call.request.url.span };
    const call = { ...step.action.call, request: { ...step.action.call.request, url } };
    const changed = { ...scenario, steps: [{ ...step, action: { kind: 'request', call } as const }] };
    expect(checkScenario(changed, { metadata: { 'v1.0': metadata } }).calls).toBe(1);
  });
  fc.assert(law);
});

const published = fileURLToPath(new URL('../../../shared/reference/', import.meta.url));
const extract = 'v1.0-Prod.accessReviews.csdl.xml';
const isThere = readdirIfThere(published).includes(extract);

test.skipIf(!isThere)(
  'the shipped scenarios of access reviews say nothing against what is published (skipped without ../shared)',
  async () => {
    const text = (name: string) => readFileSync(`${published}${name}`, 'utf8');
    const permissions = readPermissions({ path: 'p.json', text: text('permissions.accessReviews.json') });
    if (!permissions.ok) throw new Error('the table cannot be read');
    const contract = { metadata: { 'v1.0': await sampleMetadata(text(extract)) }, permissions: permissions.value };
    const folder = fileURLToPath(new URL('../../scenarios/access-reviews/', import.meta.url));
    let byMetadata = 0;
    for (const name of readdirSync(folder).filter((file) => file.endsWith('.scenario.yaml'))) {
      const scenario = await loadScenario(`${folder}${name}`);
      if (!scenario.ok) throw new Error(name);
      const verdict = checkScenario(scenario.value, contract);
      byMetadata += verdict.byMetadata;
      expect(verdict.problems.map(({ code, message }) => `${name} ${code} ${message}`)).toEqual([]);
    }
    expect(byMetadata).toBeGreaterThan(90);
  },
);

test.skipIf(!isThere)(
  'no shipped scenario says anything against the whole of it (skipped without ../shared)',
  async () => {
    const text = (name: string) => readFileSync(`${published}${name}`, 'utf8');
    const permissions = readPermissions({ path: 'p.json', text: text('permissions.2026-08.json') });
    if (!permissions.ok) throw new Error('the table cannot be read');
    const metadata = await sampleMetadata(text('v1.0-Prod.2026-08.csdl.xml'));
    const folder = fileURLToPath(new URL('../../scenarios/', import.meta.url));
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    for (const name of names.filter((file) => file.endsWith('.scenario.yaml'))) {
      const scenario = await loadScenario(`${folder}${name}`);
      if (!scenario.ok) throw new Error(name);
      const { problems } = checkScenario(scenario.value, {
        metadata: { 'v1.0': metadata },
        permissions: permissions.value,
      });
      expect(problems.map(({ code, message }) => `${name} ${code} ${message}`)).toEqual([]);
    }
  },
);

test.skipIf(!isThere)('a POST where only PATCH exists is found (skipped without ../shared)', async () => {
  const text = readFileSync(`${published}permissions.accessReviews.json`, 'utf8');
  const permissions = readPermissions({ path: 'p.json', text });
  if (!permissions.ok) throw new Error('the table cannot be read');
  const url = '/v1.0/identityGovernance/accessReviews/definitions/1/instances/2/decisions/3';
  const said = found({ method: 'POST', url, status: 204 }, { metadata: {}, permissions: permissions.value });
  expect(said).toEqual([expect.stringContaining('contract-method: this path does not support POST')]);
});

function readdirIfThere(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

function table(rows: readonly (readonly [string, string, string, boolean])[]) {
  const text = JSON.stringify(
    rows.map(([path, method, permission, least]) => ({
      path,
      method,
      permissions: { DelegatedWork: [`${permission}${least ? '*' : ''}`] },
    })),
  );
  const read = readPermissions({ path: 'permissions.json', text });
  if (!read.ok) throw new Error('the table cannot be read');
  return read.value;
}
