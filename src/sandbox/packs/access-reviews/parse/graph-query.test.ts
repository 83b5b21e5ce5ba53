import { describe, expect, test } from 'vitest';
import { countedText, parseGraphQuery } from './graph-query.ts';

describe('a query', () => {
  test.each([
    ['/groups/1/members', '/groups/1/members'],
    ['/v1.0/groups/1/members', '/groups/1/members'],
    ['/beta/groups/1', '/groups/1'],
    ['https://graph.microsoft.com/v1.0/users', '/users'],
    [' ./members ', './members'],
    ["/groups?$filter=(a/Any(x:x eq 'Team')')", "/groups?$filter=(a/Any(x:x eq 'Team'))"],
  ])('%s is given back as %s', (sent, text) => {
    expect(parseGraphQuery(sent, 'query').text).toBe(text);
  });

  test.each([
    ['./members', './members'],
    ["/users?$filter=(userType eq 'Guest')", "/users?$filter=(userType eq 'Guest')&$count=true"],
    [
      "./members/microsoft.graph.user/?$filter=a eq 'b'",
      "./members/microsoft.graph.user/?$count=true&$filter=a eq 'b'",
    ],
    [
      "./members/microsoft.graph.user/?$count=true&$filter=a eq 'b'",
      "./members/microsoft.graph.user/?$count=true&$filter=a eq 'b'",
    ],
  ])('%s is counted as %s', (sent, counted) => {
    expect(countedText(parseGraphQuery(sent, 'query'))).toBe(counted);
  });

  test('a filter is read whether it is percent-encoded or not, and an & may be in a text', () => {
    const plain = parseGraphQuery("/users?$count=true&$filter=department eq 'R&D'", 'query');
    const encoded = parseGraphQuery('/users?$filter=department%20eq%20%27R%26D%27', 'query');
    expect(plain.filter).toMatchObject({ right: { value: 'R&D' } });
    expect(encoded.filter).toEqual(plain.filter);
  });
});
