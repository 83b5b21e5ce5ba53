import { describe, expect, test } from 'vitest';
import { id, imported, requestBlock, responseBlock, urls } from '../../test/support/harness/sample-import.ts';

const urlOf = async (url: string, ...before: readonly string[]) =>
  urls((await imported(...before, requestBlock(`GET ${url}`), responseBlock(200, {}))).steps);

describe('a key in a url is an input, where no response shows it', () => {
  test.each([
    ['/education/classes/11021/assignments/19002', '/education/classes/${classId}/assignments/${assignmentId}'],
    ['/education/classes/850f51b7', '/education/classes/${classId}'],
    ['/identity/b2xUserFlows/B2X_1_Partner', '/identity/b2xUserFlows/${b2xUserFlowId}'],
    ['/external/connections/contosohr/items/TSP228', '/external/connections/${connectionId}/items/${itemId}'],
    [`/teams/${id(1)}/schedule/shifts/SHFT_${id(2)}`, '/teams/${teamId}/schedule/shifts/${shiftId}'],
    [`/sites/contoso.sharepoint.com,${id(1)},${id(2)}/lists`, '/sites/${siteId}/lists'],
    [`/chats/${id(1)}-${id(2)}`, '/chats/${chatId}'],
    ["/me/messages('AAMkAGE1M2=')/attachments", "/me/messages('${messageId}')/attachments"],
    ['/me/mailFolders/AAMkpsDRVK', '/me/mailFolders/${mailFolderId}'],
    ['/me/events/{AAMkAGI1AAAt9A=}/instances', '/me/events/${eventId}/instances'],
    ['/drives/b!6SQl0y4/items/ABC12:/a.png:/content', '/drives/${driveId}/items/${itemId}:/a.png:/content'],
    [`/print/f(printerId='${id(1)}')`, "/print/f(printerId='${printerId}')"],
    ["/print/f(summarizeBy='parameterValue')", "/print/f(summarizeBy='${summarizeBy}')"],
    ['/print/f(start=<timestamp>)', '/print/f(start=${timestamp})'],
  ])('%s', async (url, linked) => {
    expect(await urlOf(url)).toEqual([`/v1.0${linked}`]);
  });

  test.each([
    '/me/mailFolders/Inbox/messages',
    '/me/mailFolders(%27Drafts%27)',
    "/me/drive/root:/Folder1/book1.xlsx:/workbook/worksheets/Sheet1/range(address='A1:Z10')",
    '/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/fido2',
    "/reports/getOffice365GroupsActivityCounts(period='D7')",
    '/users/microsoft.graph.delta2()',
    '/identity/b2xUserFlows/$count',
    '/me/photos/48x48/$value',
  ])('and a name that is the same for everyone stays: %s', async (url) => {
    expect(await urlOf(url)).toEqual([`/v1.0${url}`]);
  });

  test('which the signature of the page says, too', async () => {
    const signature = '## HTTP request\n\n```http\nGET /odd/{oddId}/parts\n```\n\n## Example';
    expect(await urlOf('/odd/first-one/parts', signature)).toEqual(['/v1.0/odd/${oddId}/parts']);
    expect(await urlOf('/odd/first-one/parts')).toEqual(['/v1.0/odd/first-one/parts']);
  });

  test('and a part that an earlier response says is that response’s', async () => {
    const made = [requestBlock('POST /groups', {}), responseBlock(201, { id: id(1) })];
    expect(await urlOf(`/plans/P_${id(1)}`, ...made)).toEqual(['/v1.0/groups', '/v1.0/plans/P_${groupId}']);
  });
});

describe('in a body', () => {
  const bodyOf = async (body: unknown) => {
    const { steps, outcomes } = await imported(requestBlock('POST /things/x/act', body), responseBlock(200, {}));
    return { sent: steps[0]?.request?.body, outcomes };
  };

  test.each([
    ['an id with GUIDs in it', { shiftId: `SHFT_${id(1)}` }, { shiftId: '${shiftId}' }],
    ['a long id', { planId: 'xqQg5FS2LkCp935s-FIFm2QAFkHM' }, { planId: '${planId}' }],
    ['a chat', { chatId: '19:d65713bc498c4a42@thread.v2' }, { chatId: '${chatId}' }],
    [
      'words for an id',
      { userId: 'userId-value', deviceId: 'Device Id value' },
      { userId: '${userId}', deviceId: '${deviceId}' },
    ],
    [
      'what is around it',
      { parentReference: { id: 'new-parent-folder-id' } },
      { parentReference: { id: '${parentReferenceId}' } },
    ],
    [
      'a key in an address',
      { '@odata.id': 'https://graph.microsoft.com/v1.0/education/users/13012' },
      { '@odata.id': 'https://graph.microsoft.com/v1.0/education/users/${userId}' },
    ],
  ])('%s is an input', async (_, body, sent) => {
    expect(await bodyOf(body)).toEqual({ sent, outcomes: ['passed'] });
  });

  test.each([
    ['a new thing has the id of its author', { id: 'SHFT_1234567890123' }],
    ['another system has its own', { externalId: 'dk9cddce2-dce2-f9dd-e2dc', displayName: 'Device Id value' }],
    ['a name is not a valid id', { id: 'contosohr', layoutId: 'FilmStrip' }],
  ])('%s', async (_, body) => {
    expect((await bodyOf(body)).sent).toEqual(body);
  });
});
