import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sampleExchange, sampleRecording } from '../../../test/support/backends/sample-recording.ts';
import type { RecordedExchange, Recording } from '../../format/recording/recording.ts';
import type { Json } from '../../json/json.ts';
import { mapTexts } from '../../json/map-texts.ts';
import { carryOver, sameContent } from './carry-over.ts';

const uuid = (n: number) => `${n.toString(16).padStart(8, '0')}-0000-4000-8000-${'a'.repeat(12)}`;

const body = (value: Json): RecordedExchange => sampleExchange({}, { body: value });
const bodies = (...values: readonly Json[]): Recording => sampleRecording({ me: values.map(body) });
const bodiesOf = ({ steps }: Recording) => steps['me']?.map(({ response }) => response.body);

/** A later run: another id, and so much later. */
function later(recording: Recording, now: string): Recording {
  return { ...recording, source: 'sandbox', date: now.slice(0, 10), run: { id: 'n3wr1d', now } };
}

const digest = (of: string) => ({ size: 2, sha256: of.padEnd(64, '0') });

const carried = (old: Json, fresh: Json, now = '2026-03-05T10:00:01Z') =>
  bodiesOf(carryOver(bodies(old), later(bodies(fresh), now)))?.[0];

describe('carrying over', () => {
  test('returns the old recording where every id is another one, whatever is in it', () => {
    const leaf = fc.oneof(fc.nat(9).map(uuid), fc.constantFrom('Enabled', 'a b', ''), fc.nat(), fc.boolean());
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(fc.string(), tie('tree'), { maxKeys: 4 }),
      ),
    }));
    const property = fc.property(fc.array(tree, { minLength: 1, maxLength: 4 }), (values) => {
      const old = sampleRecording({ me: (values as Json[]).map(body) });
      const other = (text: string) => text.replaceAll(/^(\w{8})-0000-4/g, (_, n) => `${n}-1111-4`);
      const fresh = later(
        sampleRecording({ me: (values as Json[]).map((value) => body(mapTexts(value, other))) }),
        old.run.now,
      );
      expect(sameContent(old, carryOver(old, fresh))).toBe(true);
    });
    fc.assert(property, { numRuns: 200 });
  });

  test('takes the digest and the boundary of before for parts that were sent, and not for bytes that were received', () => {
    const upload = (sent: string, got: string) =>
      sampleRecording({
        me: [
          sampleExchange(
            {
              method: 'POST',
              headers: { 'content-type': `multipart/form-data; boundary=part-${sent}` },
              bytes: digest(sent),
            },
            { headers: { 'content-type': 'image/png' }, bytes: digest(got) },
          ),
        ],
      });
    const [old, fresh] = [upload('a1', 'b1'), later(upload('a2', 'b1'), '2026-03-05T10:00:01Z')];
    expect(sameContent(old, carryOver(old, fresh))).toBe(true);
    expect(sameContent(old, carryOver(old, later(upload('a1', 'b2'), '2026-03-05T10:00:01Z')))).toBe(false);
  });

  test('takes the run id of before, within other words, too', () => {
    expect(carried({ mail: 'x-r4n1d@a.example' }, { mail: 'x-n3wr1d@a.example' })).toEqual({
      mail: 'x-r4n1d@a.example',
    });
  });

  // The old run began at 08:00 on 31 January, the new one at 10:00:01 on 5 March.
  test.each([
    ['the time of a response, more or less', '2026-01-31T08:00:02.1234567Z', '2026-03-05T10:00:41.7654321Z'],
    ['a time as errors of Graph write it', '2026-01-31T08:00:00', '2026-03-05T10:00:03'],
    ['so many days after the run', '2026-02-03', '2026-03-08'],
    ['so many months after it', '2026-02-28', '2026-04-05'],
    ['years before it', '2024-01-31', '2024-03-05'],
    ['a time of the day, days after it', '2026-02-07T08:30:00Z', '2026-03-12T08:30:00Z'],
    ['midnight, a year after it', '2027-01-31T00:00:00Z', '2027-03-05T00:00:00Z'],
    ['a time in a url', '/a?$filter=b%20ge%202026-01-31T08%3A00%3A00Z', '/a?$filter=b%20ge%202026-03-05T10%3A00%3A01Z'],
    ['a date that nothing moves', '9999-12-31T00:00:00Z', '9999-12-31T00:00:00Z'],
  ])('gives %s its old date', (_, old, fresh) => {
    expect(carried({ date: old }, { date: fresh })).toEqual({ date: old });
  });

  test.each([
    ['an hour later', '2026-01-31T08:00:00Z', '2026-03-05T11:00:01Z', '2026-01-31T09:00:00Z'],
    ['a day longer', '2026-02-03', '2026-03-09', '2026-02-04'],
    ['a day longer, at midnight', '2026-02-03T00:00:00Z', '2026-03-09T00:00:00Z', '2026-02-03T21:59:59Z'],
    ['two months instead of one', '2026-02-28', '2026-05-05', '2026-04-02'],
  ])('shows a date that really is another: %s', (_, old, fresh, shown) => {
    expect(carried({ end: old }, { end: fresh })).toEqual({ end: shown });
  });

  test('moves a date by the same time where none stood before', () => {
    expect(carried({}, { day: '2026-03-05', time: '2026-03-05T10:00:01.5Z' })).toEqual({
      day: '2026-01-31',
      time: '2026-01-31T08:00:00.5Z',
    });
  });

  test('shows that an id is where another one stood: a relation has changed', () => {
    const old = { users: [uuid(1), uuid(2)], owner: uuid(1), manager: uuid(2), creator: uuid(1) };
    const fresh = { users: [uuid(11), uuid(12)], owner: uuid(11), manager: uuid(12), creator: uuid(12) };
    expect(carried(old, fresh)).toEqual({ ...old, creator: uuid(2) });
  });

  test('pairs the names that are at the same place most often, wherever they occur first', () => {
    const old = { owner: uuid(1), users: [uuid(2), uuid(2)] };
    const fresh = { owner: uuid(12), users: [uuid(12), uuid(12)] };
    expect(carried(old, fresh)).toEqual({ ...old, owner: uuid(2) });
  });

  test('never gives two things one name', () => {
    const result = carried({ a: uuid(1), b: uuid(1) }, { a: uuid(11), b: uuid(12) });
    expect(result).toEqual({ a: uuid(1), b: uuid(12) });
  });

  test('finds items again that come in another order, or with others between them', () => {
    const item = (name: string, n: number) => ({ id: uuid(n), name });
    const old = { value: [item('A', 1), item('B', 2)] };
    const fresh = { value: [item('C', 13), item('B', 12), item('A', 11)] };
    expect(carried(old, fresh)).toEqual({ value: [item('C', 13), item('B', 2), item('A', 1)] });
  });

  test('shows other words, also long ones with digits', () => {
    const fresh = { name: 'Building-security-group-3', status: 'Applied' };
    expect(carried({ name: 'Building-security-group-2', status: 'Completed' }, fresh)).toEqual(fresh);
  });

  test('takes encoded words for ids', () => {
    const [old, fresh] = [
      'lAPpYvVpN5KRkAEhdxReEJC2sEqbR_9Hr48lds9SGHI-1',
      'aB3dE5fG7hI9jK1lM2nO4pQ6rS8tU0vW1xY3zA5bC7dE-1',
    ];
    expect(carried({ id: old, link: `/roles/${old}?a=1` }, { id: fresh, link: `/roles/${fresh}?a=1` })).toEqual({
      id: old,
      link: `/roles/${old}?a=1`,
    });
  });

  test.each([
    ['Name 0cd75788', 'Name 5323a4c1'],
    ['/v1.0/users/user-82f5f2e8%40tenant-37043459.example', '/v1.0/users/user-28f5dec9%40tenant-79f82e5e.example'],
    [
      "/v1.0/users?$filter=displayName%20eq%20'Name%200cd75788'",
      "/v1.0/users?$filter=displayName%20eq%20'Name%205323a4c1'",
    ],
  ])('takes pseudonyms for names, also in urls: %s', (old, fresh) => {
    expect(carried({ a: old }, { a: fresh })).toEqual({ a: old });
  });

  test('keeps how often a step sent its request where the responses are the same as before', () => {
    const waits = (...states: readonly string[]) => bodies(...states.map((state) => ({ state })));
    const result = carryOver(waits('No', 'No', 'Yes'), later(waits('No', 'Yes'), '2026-03-05T10:00:01Z'));
    expect(result.steps['me']).toHaveLength(3);
    expect(
      carryOver(waits('No', 'Yes'), later(waits('No', 'Perhaps', 'Yes'), '2026-03-05T10:00:01Z')).steps['me'],
    ).toHaveLength(3);
  });
});
