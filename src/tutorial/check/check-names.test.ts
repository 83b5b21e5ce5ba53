import { expect, test } from 'vitest';
import { librarySource, sampleMetadata } from '../../../test/support/contract/sample-contract.ts';
import { type Basis, checkPage } from './check-page.ts';
import { fixPage } from './fix-page.ts';

const text = librarySource.text.replace(
  '<ComplexType Name="rule"',
  '<EntityType Name="reader" BaseType="graph.person"><Property Name="memberSince" Type="Edm.Date"/><Property Name="firstRow" Type="Edm.Int32"/></EntityType><ComplexType Name="rule"',
);
const metadata = await sampleMetadata(text);
const metadataDay = Date.parse('2026-08-01');
const alone: Basis = { metadata: {}, metadataDay };
const byMetadata: Basis = { metadata: { 'v1.0': metadata }, metadataDay };

const fence = '```';
/** A beta page with a request and its response; `words` is what it says besides. */
const page = (sent: object, shown: object, words = '', query = '') =>
  `# T\n\n${words}\n\n${fence}http\nPOST https://graph.microsoft.com/beta/mine/elsewhere${query}\nContent-Type: application/json\n\n${JSON.stringify(sent)}\n${fence}\n\n` +
  `${fence}http\nHTTP/1.1 201 Created\nContent-Type: application/json\n\n${JSON.stringify(shown)}\n${fence}\n`;

const named = (shown: string, basis = byMetadata) =>
  checkPage({ path: 'beta/api/page.md', text: shown }, basis, metadataDay)
    .filter(({ kind }) => kind === 'property')
    .map(({ message, level, span }) => `${level} ${shown.slice(span.start, span.end)}: ${message}`);

test.each([
  ['two have changed places', 'memberSicne'],
  ['a letter occurs twice', 'membberSince'],
  ['a letter is another', 'mumberSince'],
  ['a letter is missing within', 'memberSnce'],
  ['a letter is missing at the end', 'memberSinc'],
  ['a letter is too many before the next word', 'memberxSince'],
])('on a beta page a misspelled name of the service is reported: %s', (_, name) => {
  expect(named(page({ [name]: 'Ann' }, {}))).toEqual([
    expect.stringMatching(new RegExp(`^error "${name}": .* is a misspelling of \`memberSince\`$`)),
  ]);
});

test('has one reading: the name itself', () => {
  const said = (text: string) => checkPage({ path: 'beta/api/page.md', text }, byMetadata, metadataDay);
  expect(fixPage(page({ memberSicne: 'Ann' }, {}), said)).toBe(page({ memberSince: 'Ann' }, {}));
});

test('without metadata, a name that the page has elsewhere and names in its text is the intended one', () => {
  const words = 'The approved location of a card.';
  expect(named(page({ approvedLocation: 1 }, { aprovedLocation: 1 }, words), alone)).toEqual([
    'error "aprovedLocation": `aprovedLocation` is a misspelling of `approvedLocation`',
  ]);
});

test('a name of the service is not needed where one long word can only be one other', () => {
  expect(named(page({ shelfLibrapies: 1 }, {}))).toEqual([
    'error "shelfLibrapies": `shelfLibrapies` is a misspelling of `shelfLibraries`',
  ]);
});

test.each([
  ['it begins with another letter', 'shelfNibraries'],
  ['it has another ending', 'shelfLibrarier'],
  ['there are two of them', 'librapiesLibrabies'],
  ['it is short', 'shelfMumber'],
])('a word that may be another one has no reading: %s', (_, name) => {
  expect(named(page({ [name]: 1 }, {}))).toEqual([]);
});

test.each([
  ['all its words are words of the service', { memberBooks: 'Ann' }],
  ['the word is a form of one', { booksSince: 'Ann', memberSinced: 1 }],
  ['the word is as short as an abbreviation', { firstRw: 1 }],
  ['it is two letters off', { mmberSicne: 'Ann' }],
])('a name is not a misspelling where %s', (_, sent) => {
  expect(named(page(sent, {}))).toEqual([]);
});

test('a word that the page says is a word', () => {
  expect(named(page({ mumberSince: 'Ann' }, {}, 'A mumber is shown by **mumberSince**.'))).toEqual([]);
});

test('many strange names are a vocabulary of their own', () => {
  const many = Object.fromEntries(
    [...'abcdefghijklmnopqrstuvwxyz'].flatMap((a) => [
      [`mumber${a.toUpperCase()}x`, 1],
      [`mimber${a.toUpperCase()}x`, 1],
    ]),
  );
  expect(named(page({ ...many, mumberSince: 1 }, {}))).toEqual([]);
});

test('the names of a query are names, and its texts are not', () => {
  const query = "?$select=mumberSince&$filter=memberSince eq 'mimberSince'";
  expect(named(page({}, {}, '', query))).toEqual([
    'error mumberSince: `mumberSince` is a misspelling of `memberSince`',
  ]);
});

test('the names of a query are names in the signature of a page, too', () => {
  const text = `# T\n\n## HTTP request\n\n${fence}http\nGET /mine/elsewhere?$expand=mumberSince\n${fence}\n`;
  expect(named(text)).toEqual(['error mumberSince: `mumberSince` is a misspelling of `memberSince`']);
});

test.each([
  ['a word less', { loanShelf: 'a' }, 1],
  ['a word more', { loanShelfNameText: 'a' }, 1],
  ['a word less, but the body has both', { loanShelf: 'a', loanShelfName: 'b' }, 0],
  ['two words less', { loan: 'a' }, 0],
  ['a word less, but the service has it', { firstRow: 'a' }, 0],
  ['the id of what the table names', { loanShelfNameId: 'a' }, 0],
])('a name beside one of the page’s table is reported with %s', (_, shown, times) => {
  const table = '## Request body\n\n|Property|Type|\n|:--|:--|\n|loanShelfName|String|\n|firstRowNumber|Int32|\n';
  const text = page({}, shown, `The loan, shelf, text and id.\n\n${table}`);
  expect(named(text)).toHaveLength(times);
  expect(named(text, alone)).toEqual([]);
});

test('a name that the metadata reports is reported once', () => {
  const twice = page({ mumberSince: 1 }, { mumberSince: 1 });
  expect(named(twice)).toHaveLength(1);
  const stable = twice.replace('/beta/mine/elsewhere', '/v1.0/mine/shelves');
  expect(named(stable)).toHaveLength(1);
});

test.each(['labels[]', 'labels '])('a name that no property can have is one finding a page: `%s`', (name) => {
  expect(named(page({ [name]: 1, [`x${name}`]: 2 }, {}))).toEqual([
    `error "${name}": a name of a property ends in brackets, or in a blank`,
  ]);
  expect(named(page({ 'labels@odata.type': 1, 'a.b': 1, '{name}': 1 }, {}))).toEqual([]);
});

test.each<[string, string, object, number]>([
  ['has it under another name', '?$expand=roleDefinition', { value: [{ roleDefinitions: {} }] }, 1],
  ['has it', '?$expand=roleDefinition', { roleDefinition: {}, roleDefinitions: [] }, 0],
  ['leaves it out', '?$expand=roleDefinition', { id: 1 }, 0],
  ['has a value that cannot be expanded', '?$expand=roleDefinition', { roleDefinitions: 'x' }, 0],
  ['is of an expansion with options', '?$expand=roleDefinition($select=id)', { roleDefinitions: {} }, 0],
])('what is expanded is in the response: it %s', (_, query, shown, times) => {
  const text = page({}, shown, '', query);
  expect(named(text, alone)).toEqual(
    times === 0
      ? []
      : ['error "roleDefinitions": the request expands `roleDefinition`, and the response has `roleDefinitions`'],
  );
});
