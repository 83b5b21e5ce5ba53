import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sampleCall } from '../../../test/support/sandbox/sample-call.ts';
import { isJsonObject, type Json, type JsonObject, property } from '../../json/json.ts';
import type { GraphCall, GraphResponse } from '../service/route.ts';
import { entityResponse, type Listing, listResponse } from './list-response.ts';

type Person = { readonly id: string; readonly name: string | null; readonly age: number };

const people: readonly Person[] = [
  { id: '1', name: 'Cleo', age: 30 },
  { id: '2', name: 'ann', age: 41 },
  { id: '3', name: null, age: 30 },
  { id: '4', name: 'Bea', age: 25 },
];

const listing: Listing<Person> = {
  items: people,
  toWire: ({ id, name, age }) => ({ id, displayName: name, age }),
  context: 'people',
  expand: {
    friends: ({ id }) =>
      people.filter((other) => other.id !== id).map(({ id: friend, name }) => ({ id: friend, name })),
    boss: ({ id }) => (id === '1' ? null : { id: '1', name: 'Cleo' }),
  },
};

const directory: Listing<Person> = { ...listing, advanced: true };
const eventual = { headers: { consistencylevel: 'eventual' } };

function itemsOf(response: GraphResponse): readonly JsonObject[] {
  const value = response.body === undefined ? undefined : property(response.body, 'value');
  expect(response.status, JSON.stringify(response)).toBe(200);
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

const list = (query: string, more?: Partial<GraphCall>) => listResponse(sampleCall(query, more), listing);
const idsOf = (response: GraphResponse): string =>
  itemsOf(response)
    .map(({ id }) => id)
    .join('');
const errorOf = ({ status, body }: GraphResponse) => ({ status, ...(body?.['error'] as object) });

describe('a collection', () => {
  test('comes with its context and no count where no one asks', () => {
    expect(list('').body).toEqual({
      '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#people',
      value: people.map(({ id, name, age }) => ({ id, displayName: name, age })),
    });
  });

  test.each([
    ['$filter=age eq 30', '13'],
    ['$filter=age+eq+30 and displayName ne null', '1'],
    ['$orderby=displayName', '3241'],
    ['$orderby=displayName desc', '1423'],
    ['$orderby=age,displayName desc', '4132'],
    ['$orderby=age desc, displayName asc', '2314'],
    ['$skip=1', '234'],
    ['$skip=1&$filter=age eq 30', '3'],
    ['$skip=9', ''],
    ['$top=2', '12'],
    ['$orderby=age&$top=2&$skip=1', '13'],
  ])('%s gives %s', (query, ids) => {
    expect(idsOf(list(query))).toBe(ids);
  });

  test('counts what the filter leaves, whatever the page', () => {
    expect(list('$count=true&$filter=age eq 30&$top=1').body).toMatchObject({ '@odata.count': 2 });
    expect(list('$count=false').body).not.toHaveProperty('@odata.count');
    expect(list('$count=true').body).toMatchObject({ '@odata.count': 4 });
  });

  test('/$count is a number as text', () => {
    const { text, headers } = list('$filter=age eq 30', { countOnly: true });
    expect({ text, headers }).toEqual({ text: '2', headers: { 'content-type': 'text/plain' } });
  });

  test('selects, in the context, too', () => {
    const { body } = list('$select=age,ID,age&$top=1');
    expect(body).toMatchObject({
      '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#people(age,ID)',
      value: [{ id: '1', age: 30 }],
    });
  });

  test('keeps annotations: those of the thing, and those of what is selected', () => {
    const toWire = () => ({ '@odata.type': '#a', id: '1', 'id@odata.context': 'b', age: 3, 'age@odata.context': 'c' });
    expect(itemsOf(listResponse(sampleCall('$top=1&$select=id'), { ...listing, toWire }))).toEqual([
      { '@odata.type': '#a', id: '1', 'id@odata.context': 'b' },
    ]);
  });

  test('sends the default properties, and others on demand', () => {
    const small = { ...listing, defaultSelect: ['id'] };
    expect(itemsOf(listResponse(sampleCall('$top=1'), small))).toEqual([{ id: '1' }]);
    expect(itemsOf(listResponse(sampleCall('$top=1&$select=*'), small))).toEqual([
      { id: '1', displayName: 'Cleo', age: 30 },
    ]);
    expect(itemsOf(listResponse(sampleCall('$filter=age eq 25'), small))).toEqual([{ id: '4' }]);
  });

  test('expands relationships, with a selection of their own', () => {
    const [first, second] = itemsOf(list('$expand=boss,friends($select=id)&$select=id&$top=2'));
    expect(first).toEqual({ id: '1', boss: null, friends: [{ id: '2' }, { id: '3' }, { id: '4' }] });
    expect(second).toEqual({
      id: '2',
      boss: { id: '1', name: 'Cleo' },
      friends: [{ id: '1' }, { id: '3' }, { id: '4' }],
    });
  });

  test('on beta the $ may be missing, on v1.0 such an option means nothing', () => {
    expect(idsOf(list('filter=age eq 25', { version: 'beta' }))).toBe('4');
    expect(idsOf(list('filter=age eq 25'))).toBe('1234');
  });

  test('looks at the items of the page only', () => {
    const looked: string[] = [];
    const toWire = (item: Person) => {
      looked.push(item.id);
      return listing.toWire(item);
    };
    const counting = { ...listing, toWire };
    listResponse(sampleCall('$top=1&$skip=1&$count=true'), counting);
    expect(looked.join('')).toBe('2');
    looked.length = 0;
    listResponse(sampleCall('$top=1&$filter=age eq 30'), counting);
    expect(looked.join('')).toBe('123');
  });
});

describe('a query that cannot be answered', () => {
  test.each([
    ['$filter=age eq', 400, 'Invalid filter clause'],
    ["$filter=tolower(displayName) eq 'a'", 501, "position 1 of 'tolower(displayName) eq 'a'': tolower is not modeled"],
    ['$top=0', 400, 'expected a whole number from 1 to 1000, found 0'],
    ['$top=1001', 400, 'expected a whole number from 1 to 1000, found 1001'],
    ['$top=many', 400, 'found many'],
    ['$skip=-1', 400, 'expected a whole number of 0 or more, found -1'],
    ['$count=1', 400, 'expected true or false'],
    ['$orderby=age up', 400, "position 1 of 'age up': expected a property"],
    ['$orderby=', 400, 'expected a property'],
    ['$select=a,,b', 400, 'expected the name of a property, found none'],
    ['$expand=', 400, 'expected the name of a relationship'],
    ['$expand=friends($levels=2)', 501, 'within $expand $levels is not modeled'],
    ['$expand=photo', 400, "'photo' cannot be expanded here."],
    [`$expand=${'boss($expand='.repeat(5000)}boss${')'.repeat(5000)}`, 400, 'no more than 12 within each other'],
    ['$search="displayName:a"', 400, '$search is not supported here.'],
    ['$fliter=age eq 1', 400, "The query option '$fliter' is not supported."],
    ['$apply=x', 501, "does not model the query option '$apply'"],
    ['$format=xml', 501, 'only json is modeled'],
    ['$top=1&$top=2', 400, "'$top' was given twice"],
    ['$skiptoken=abc', 400, 'The $skiptoken is not one of this query.'],
  ])('%s: %i', (query, status, message) => {
    const response = list(query);
    expect(errorOf(response)).toMatchObject({ status, message: expect.stringContaining(message) });
  });

  test('a filter that cannot be read says where, in the words of the sandbox', () => {
    expect(list('$filter=age eq').body).toMatchObject({
      error: { innerError: { message: "position 7 of 'age eq': expected a property or a value, found the end." } },
    });
  });

  test('a name that no property has is refused where the properties are known', () => {
    const known = { ...listing, properties: ['id', 'displayName', 'age', 'tags'] };
    const response = (query: string) => errorOf(listResponse(sampleCall(query), known));
    expect(response('$filter=aeg eq 1')).toMatchObject({ status: 400, message: expect.stringContaining("'aeg'") });
    expect(response('$select=aeg').status).toBe(400);
    expect(response('$orderby=aeg').status).toBe(400);
    expect(response("$filter=tags/any(t:t eq 'x') and Age eq 1&$select=boss").status).toBe(200);
    const withExtensions = { ...known, advanced: true };
    for (const [name, status] of [
      ['ext4k2_courses', 200],
      ['__proto__', 400],
    ] as const)
      expect(errorOf(listResponse(sampleCall(`$orderby=${name}`, eventual), withExtensions)).status).toBe(status);
  });

  test('an entity takes $select and $expand only', () => {
    const one = (query: string) => entityResponse(sampleCall(query), { ...listing, item: people[3] ?? missing() });
    expect(one('$select=id&$expand=boss').body).toEqual({
      '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#people(id)',
      id: '4',
      boss: { id: '1', name: 'Cleo' },
    });
    expect(errorOf(one('$top=1'))).toMatchObject({ status: 400, message: expect.stringContaining("'$top'") });
  });

  test('the selection of an entity precedes its /$entity', () => {
    const call = sampleCall('$select=id', { origin: 'https://localhost:1234', version: 'beta' });
    const { body } = entityResponse(call, { ...listing, context: 'people/$entity', item: people[0] ?? missing() });
    expect(body?.['@odata.context']).toBe('https://localhost:1234/beta/$metadata#people(id)/$entity');
  });
});

describe('directory objects', () => {
  const send = (query: string, more?: Partial<GraphCall>) => listResponse(sampleCall(query, more), directory);

  test.each([
    "$filter=displayName ne 'x'",
    '$filter=not (age eq 1)',
    "$filter=endswith(displayName,'o')",
    '$filter=tags/$count eq 0',
    '$filter=age eq 30&$orderby=displayName',
    '$filter=age eq 30&$count=true',
  ])('%s needs ConsistencyLevel and $count', (query) => {
    const advanced = query.includes('$count=true') ? query : `${query}&$count=true`;
    expect(errorOf(send(query))).toMatchObject({ status: 400, code: 'Request_UnsupportedQuery' });
    expect(errorOf(send(advanced))).toMatchObject({ status: 400, code: 'Request_UnsupportedQuery' });
    expect(send(advanced, eventual).status).toBe(200);
    if (query !== advanced) expect(errorOf(send(query, eventual)).status).toBe(400);
  });

  test('plain queries need neither', () => {
    expect(idsOf(send('$filter=age eq 30'))).toBe('13');
    expect(idsOf(send("$filter=startswith(displayName,'a')"))).toBe('2');
    expect(idsOf(send('$orderby=displayName'))).toBe('3241');
  });

  test('a count without ConsistencyLevel is passed over', () => {
    expect(send('$count=true').body).not.toHaveProperty('@odata.count');
    expect(send('$count=true', eventual).body).toMatchObject({ '@odata.count': 4 });
    expect(errorOf(send('', { countOnly: true })).status).toBe(400);
    expect(send('', { ...eventual, countOnly: true }).text).toBe('4');
  });

  test.each(["$filter=contains(displayName,'a')", "$filter=tags/all(t:t eq 'x')", '$skip=1'])(
    '%s is never supported',
    (query) => {
      expect(errorOf(send(`${query}&$count=true`, eventual))).toMatchObject({
        status: 400,
        code: 'Request_UnsupportedQuery',
      });
    },
  );

  test.each([
    ['"displayName:cl"', '1'],
    ['"displayName:ANN" OR "displayName:bea"', '24'],
    ['"displayName:ann" AND "displayName:bea"', ''],
    ['"displayName:leo"', ''],
  ])('$search=%s gives %s', (search, ids) => {
    expect(errorOf(send(`$search=${search}`)).status).toBe(400);
    expect(idsOf(send(`$search=${search}`, eventual))).toBe(ids);
  });

  // As the documentation of $search splits them.
  test.each([
    ['OneVideo', 'video', true],
    ['OneVideo', 'onevideo', true],
    ['the one, as video', 'OneVideo', true],
    ['HELLOworld', 'helloworld', true],
    ['HelloWORld', 'world', true],
    ['hello123world', '123', true],
    ['hello123world', 'world', true],
    ['hello-world.txt', 'helloworld', true],
    ['contoso_Android', 'Android', true],
    ['northwind', 'wind', false],
  ])('a name %j is found by %j: %s', (name, words, isFound) => {
    const named = { ...directory, items: [{ id: '1', name, age: 1 }] };
    expect(idsOf(listResponse(sampleCall(`$search="displayName:${words}"`, eventual), named))).toBe(isFound ? '1' : '');
  });

  test('other properties are found by how they begin, not by a word within', () => {
    const named = { ...directory, toWire: ({ id }: Person) => ({ id, jobTitle: 'Night watch' }) };
    const found = (words: string) => idsOf(listResponse(sampleCall(`$search="jobTitle:${words}"`, eventual), named));
    expect([found('night w'), found('watch')]).toEqual(['1234', '']);
  });

  test('a $search has quotes and a property', () => {
    for (const search of ['ann', '"ann"', '"displayName:ann" "mail:x"', '"displayName:ann" AND']) {
      expect(errorOf(send(`$search=${search}`, eventual)).status, search).toBe(400);
    }
  });

  test('at most 20 items are expanded', () => {
    const many = { ...directory, expand: { friends: () => Array.from({ length: 30 }, (_, id) => ({ id })) } };
    expect(itemsOf(listResponse(sampleCall('$expand=friends'), many))[0]?.['friends']).toHaveLength(20);
  });
});

describe('pages', () => {
  const numbers = (count: number): Listing<number> => ({
    items: Array.from({ length: count }, (_, index) => index + 1),
    toWire: (number) => ({ number, rest: number % 7, name: `n${number % 5}` }),
    context: 'numbers',
    pageSize: 10,
  });

  function pagesOf(query: string, of: Listing<number>, more: Partial<GraphCall> = {}): readonly (readonly Json[])[] {
    const pages: Json[][] = [];
    for (let next: string | undefined = query; next !== undefined; ) {
      const response: GraphResponse = listResponse(sampleCall(next, more), of);
      pages.push(itemsOf(response).map((item) => item['number'] ?? null));
      const link: Json | undefined = response.body?.['@odata.nextLink'];
      next = typeof link === 'string' ? new URL(link).search : undefined;
    }
    return pages;
  }

  test('joined are the whole list, and each is full but the last', () => {
    const queries = fc.record(
      {
        $filter: fc.constantFrom(
          'rest lt 3',
          "name eq 'n2'",
          'number ge 0',
          'number lt 0',
          "name ne 'n1' and rest eq 1",
        ),
        $orderby: fc.constantFrom('rest', 'name desc,rest', 'number desc'),
        $skip: fc.nat(30).map(String),
        $count: fc.constant('true'),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.nat(60), fc.integer({ min: 1, max: 20 }), queries, (count, size, options) => {
        const query = new URLSearchParams(options).toString();
        const [whole = []] = pagesOf(`${query}&$top=999`, numbers(count));
        const pages = pagesOf(`${query}&$top=${size}`, numbers(count));
        expect(pages.flat()).toEqual(whole);
        expect(pages.slice(0, -1).every((page) => page.length === size)).toBe(true);
        expect(pages.length).toBe(Math.max(1, Math.ceil(whole.length / size)));
      }),
    );
  });

  test('a sorted list has the same items, in an order that no neighbors break', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { maxLength: 40 }), fc.boolean(), (values, descending) => {
        const of: Listing<number> = { items: values, toWire: (number) => ({ number }), context: 'x', pageSize: 999 };
        const found = itemsOf(listResponse(sampleCall(`$orderby=number ${descending ? 'desc' : 'asc'}`), of));
        const expected = values.toSorted((left, right) => (descending ? right - left : left - right));
        expect(found.map(({ number }) => number)).toEqual(expected);
      }),
    );
  });

  test('have the count in the first one only, and the query in their links', () => {
    const call = sampleCall('$count=true&$filter=number gt 5', {
      path: "/people/a#b c/x(on='y')",
      origin: 'https://localhost:99',
    });
    const first = listResponse(call, numbers(30));
    const link = String(first.body?.['@odata.nextLink']);
    expect(first.body).toMatchObject({ '@odata.count': 25 });
    expect(link).toMatch(
      /^https:\/\/localhost:99\/v1\.0\/people\/a%23b%20c\/x\(on='y'\)\?\$count=true&\$filter=number%20gt%205&\$skiptoken=[\w-]+$/,
    );
    const second = listResponse({ ...call, query: new URL(link).searchParams }, numbers(30));
    expect(second.body).not.toHaveProperty('@odata.count');
    expect(itemsOf(second)[0]).toMatchObject({ number: 16 });
  });

  test('a token is good for its query only, and no other user can make one', () => {
    const link = String(listResponse(sampleCall('$top=5'), numbers(30)).body?.['@odata.nextLink']);
    const token = new URL(link).searchParams.get('$skiptoken') ?? '';
    const response = (query: string, path = '/things') => listResponse(sampleCall(query, { path }), numbers(30)).status;
    expect(response(`$top=5&$skiptoken=${token}`)).toBe(200);
    expect(response(`$top=5&$skipToken=${token}`, '/Things')).toBe(200);
    expect(response(`$top=6&$skiptoken=${token}`)).toBe(400);
    expect(response(`$top=5&$skiptoken=${token}`, '/others')).toBe(400);
    const moved = Buffer.from(Buffer.from(token, 'base64url').toString().replace(/^5/, '6')).toString('base64url');
    expect(response(`$top=5&$skiptoken=${moved}`)).toBe(400);
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.constantFrom(...'abcXYZ019-_='), (at, character) => {
        const tampered = token.slice(0, at) + character + token.slice(at + 1);
        fc.pre(tampered !== token);
        expect(response(`$top=5&$skiptoken=${tampered}`)).toBe(400);
      }),
    );
  });

  test('of a sorted list reflect changes between them', () => {
    const { world } = sampleCall();
    const first = listResponse(sampleCall('$orderby=number desc&$top=2', { world }), numbers(5));
    const query = new URL(String(first.body?.['@odata.nextLink'])).searchParams;
    const second = (of: Listing<number>) => itemsOf(listResponse({ ...sampleCall('', { world }), query }, of));
    expect(second(numbers(5)).map(({ number }) => number)).toEqual([3, 2]);
    expect(second({ ...numbers(5), items: [1, 2, 9, 8] }).map(({ number }) => number)).toEqual([2, 1]);
  });

  test('of a long list cost the same at its end as at its start', () => {
    let looked = 0;
    const long: Listing<number> = {
      ...numbers(5000),
      toWire: (number) => {
        looked += 1;
        return { number, odd: number % 2 };
      },
    };
    pagesOf('', long);
    expect(looked).toBeLessThan(5000 * 1.2);
    looked = 0;
    pagesOf('$filter=odd eq 1', long);
    expect(looked).toBeLessThan(5000 * 1.2);
    looked = 0;
    const { world } = sampleCall();
    pagesOf('$orderby=number desc', long, { world });
    expect(looked).toBeLessThan(5000 * 2.2);
  });
});

function missing(): never {
  throw new Error('the person is missing');
}
