/** A scenario of so many steps: objects are created, read, changed and listed, in turn, and deleted in the end. */
export function longScenario(steps: number): string {
  const created = Array.from({ length: Math.ceil(steps / 4) }, (_, at) => at);
  const page = created.flatMap((at) => [create(at), read(at), change(at), list(at)]).slice(0, steps);
  return `title: A long tutorial
tags: [bench]
actors:
  admin: { permissions: [Group.ReadWrite.All] }
steps:
${page.join('')}cleanup:
${created.slice(0, 10).map(remove).join('')}`;
}

const create = (at: number) => `
  - id: create-${at}
    title: Create group ${at}
    request:
      method: POST
      url: /v1.0/groups
      body:
        displayName: Group ${at}
        mailNickname: group-${at}-\${run.id}
        mailEnabled: false
        securityEnabled: true
    response:
      status: 201
      body:
        id: <uuid>
        displayName: Group ${at}
        createdDateTime: <datetime>
        securityIdentifier: <matches ^S-1-12-1->
    capture:
      group${at}: $.id
    creates:
      delete: /v1.0/groups/\${group${at}}
      find: /v1.0/groups?$filter=mailNickname eq 'group-${at}-\${run.id}'
`;

const read = (at: number) => `
  - id: read-${at}
    title: Read it
    request: { method: GET, url: "/v1.0/groups/\${group${at}}" }
    response:
      status: 200
      body:
        id: \${group${at}}
        displayName: Group ${at}
`;

const change = (at: number) => `
  - id: change-${at}
    title: Give it a description
    request:
      method: PATCH
      url: /v1.0/groups/\${group${at}}
      body: { description: "The group number ${at}" }
    response: { status: 204 }
`;

const list = (at: number) => `
  - id: list-${at}
    title: See that it is listed
    request: { method: GET, url: /v1.0/groups }
    eventually: { within: PT1M, every: PT5S }
    response:
      status: 200
      body:
        value:
          <contains>:
            - { id: "\${group${at}}", displayName: <string>, members: <any> }
`;

const remove = (at: number) => `
  - id: delete-${at}
    request: { method: DELETE, url: "/v1.0/groups/\${group${at}}" }
    response: { status: 204 }
`;
