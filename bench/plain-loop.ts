import type { Agent } from 'undici';

const id = '7f3a5c1e-0000-4000-8000-000000000001';

/** The floor: what one would write by hand, with nothing looked at. */
export async function askPlainly(agent: Agent, origin: string): Promise<void> {
  const headers = { accept: 'application/json', authorization: 'Bearer bench' };
  const json = { ...headers, 'content-type': 'application/json' };
  const send = async (method: string, path: string, body?: object) => {
    const answer = await agent.request({
      origin,
      path,
      method,
      headers: body === undefined ? headers : json,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return answer.statusCode === 204 ? answer.body.dump() : answer.body.json();
  };
  await send('POST', '/v1.0/groups', {
    displayName: 'Bench',
    mailNickname: 'bench',
    mailEnabled: false,
    securityEnabled: true,
  });
  await send('GET', `/v1.0/groups/${id}`);
  await send('PATCH', `/v1.0/groups/${id}`, { description: 'A group of the bench' });
  await send('GET', `/v1.0/groups/${id}`);
  await send('POST', `/v1.0/groups/${id}/members/$ref`, {
    '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${id}`,
  });
  await send('GET', `/v1.0/groups/${id}/members`);
  await send('DELETE', `/v1.0/groups/${id}`);
}
