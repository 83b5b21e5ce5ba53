import { expect, test } from 'vitest';
import { cpuClock } from '../../../tools/cpu-clock.ts';
import { placeAt } from '../../diagnostics/place.ts';
import { secretsInLine } from './source-line.ts';

/** What is quoted for each line of a file. */
function quoted(text: string, path = 'a.yaml'): string {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const source = { path, text };
  return starts.flatMap((start) => placeAt(source, { start, end: start }).excerpt).join('\n');
}

const one = (text: string) => quoted(text);

test.each([
  ['adminPassword: hunter2', 'adminPassword: <gone:adminPassword>'],
  ['user_password=hunter2', 'user_password=<gone:user_password>'],
  ['pwd: hunter2', 'pwd: <gone:pwd>'],
  ['Authorization: hunter2', 'Authorization: <gone:Authorization>'],
  ['Set-Cookie: session=hunter2; Path=/', 'Set-Cookie: <gone:Set-Cookie>'],
  ['{ "x-functions-key": "hunter2", "a": 1 }', '{ "x-functions-key": "<gone:x-functions-key>", "a": 1 }'],
  ['<password>hunter2</password> shown', '<password><gone:password></password> shown'],
  ['<ns:Password type="t">hunter2</ns:Password>', '<ns:Password type="t"><gone:Password></ns:Password>'],
  ['<password><![CDATA[hunter2<]]></password>', '<password><gone:password></password>'],
  ['<db user="a" password="hunter2" port="1"/>', '<db user="a" password="<gone:password>" port="1"/>'],
  ['run --password hunter2 --name a', 'run --password <gone:password> --name a'],
  ['run --client-secret "hunter2 b" -n a', 'run --client-secret "<gone:client-secret>" -n a'],
  ['Connect -User a -Password hunter2 -Tenant b', 'Connect -User a -Password <gone:Password> -Tenant b'],
  ['["run", "--password", "hunter2", "a"]', '["run", "--password", "<gone:password>", "a"]'],
  [
    '$p = ConvertTo-SecureString -String "hunter2" -Force',
    '$p = ConvertTo-SecureString -String "<gone:SecureString>" -Force',
  ],
  ['$p = ConvertTo-SecureString hunter2 -Force', '$p = ConvertTo-SecureString <gone:SecureString> -Force'],
  ['curl -u admin:hunter2 https://a', 'curl -u admin:<gone:u> https://a'],
  ["curl --user 'admin:hunter2' https://a", "curl --user 'admin:<gone:user>' https://a"],
  ["'password' => 'hunter2', 'a' => 1", "'password' => '<gone:password>', 'a' => 1"],
  ['password => hunter2', 'password => <gone:password>'],
  ['password := "hunter2"', 'password := "<gone:password>"'],
  ['settings["password"] = "hunter2";', 'settings["password"] = "<gone:password>";'],
  ['db.password = "hunter2"', 'db.password = "<gone:db.password>"'],
  ['a=1&password%3Dhunter2', 'a=1&password%3D<gone:password>'],
  ['%7B%22password%22%3A%22hunter2%22%7D', '%7B%22password%22%3A%22<gone:password>%22%7D'],
  ['&quot;password&quot;: &quot;hunter2&quot;, b', '&quot;password&quot;: &quot;<gone:password>&quot;, b'],
  ['- **Password**: hunter2', '- **Password**: <gone:Password>'],
  ['password: "hun"ter2"', 'password: "<gone:password>"'],
  ['{ password: hun}ter2, a: 1 }', '{ password: <gone:password>, a: 1 }'],
  ['see [a](b): password: hun,ter2', 'see [a](b): password: <gone:password>'],
  ['password: [hunter2, {a: 1}]', 'password: <gone:password>{a: 1}]'],
  ['{"name":"password","value":"hunter2"}', '{"name":"password","value":"<gone:password>"}'],
  ['{"key": "client_secret", "value": hunter2}', '{"key": "<gone:key>", "value": <gone:client_secret>}'],
  [
    '{"value":"hunter2","type":"text","name":"password"}',
    '{"value":"<gone:password>","type":"text","name":"password"}',
  ],
  ['<add key="Password" value="hunter2"/>', '<add key="<gone:key>" value="<gone:Password>"/>'],
  ['password: { value: hunter2 }', 'password: { value: <gone:password> }'],
])('of %s is quoted %s', (line, expected) => {
  expect(one(line)).toBe(expected);
});

test.each([
  '&hunter2',
  '*hunter2',
  '|hunter2',
  '>hunter2',
  '#hunter2',
  '!hunter2',
  '&a hunter2',
  '{hunter2}',
  '[hunter2',
])('a value in the form of %s, which is no structure of YAML, is not quoted', (value) =>
  expect(one(`password: ${value}`)).toBe('password: <gone:password>'),
);

test.each([
  ['a value two lines below its name', '{"password":\n  \n "hunter2",\n"next": "shown"}'],
  ['a colon on a line of its own', '{"password"\n  :\n    "hunter2",\n"next": "shown"}'],
  ['a value far below its name', `{"password"${'\n'.repeat(30)}:${'\n'.repeat(500)}"hunter2",\n"next": "shown"}`],
  ['an element over lines', '<password>\n  hunter2\n</password>\n<next>shown</next>'],
  ['a pair in JSON', '{\n  "name": "password",\n  "value": "hunter2"\n},\n{ "name": "a", "value": "shown" }'],
  ['a pair in YAML', 'a:\n  - name: password\n    in: body\n    value: hunter2\n  - name: a\n    value: shown'],
  ['a pair in YAML, the value first', '- value: hunter2\n  key: client_secret\n- key: a\n  value: shown'],
  ['a value below a secret name', 'inputs:\n  adminPassword:\n    example: hunter2\n  other:\n    example: shown'],
  [
    'a header of an archive',
    '"headers": [\n{\n"name": "Authorization",\n"value": "hunter2"\n},\n{ "name": "a", "value": "shown" }]',
  ],
  ['an argument in a list', '- run\n- --password\n- hunter2\n- shown'],
])('%s is quoted in none of its lines', (_, text) => {
  expect(quoted(text)).not.toMatch(/hunter/);
  expect(quoted(text)).toContain('shown');
});

test.each(['"${hunter2}"', '"<hunter: 2>"', '"$.hunter2"', '"<hunter2>"', '"<swordfish hunter>"'])(
  'a password that looks like an expression is not quoted: %s',
  (value) => {
    for (const path of ['a.yaml', 'a.json']) {
      expect(quoted(`{ "body": { "password": ${value},\n"a": "shown" } }`, path)).not.toMatch(/hunter/);
      expect(quoted(`{ "body": { "password": ${value},\n"a": "shown" } }`, path)).toContain('shown');
    }
  },
);

test.each([
  [
    'a property table',
    '| Property | Type | Description |\n|:--|:--|:--|\n| password | String | The password of the user. |',
  ],
  ['a property table in another language', '| 属性 | 类型 | 说明 |\n|---|---|---|\n| clientSecret | String | 密码 |'],
  ['a declared value', 'inputs:\n  given: { env: [NAME] }\nbody:\n  password: ${given}'],
  ['a random password', 'body: { password: "${run.password}" }'],
  ['a placeholder', 'password: <password>\nclient_secret=<your-client-secret>'],
  ['a matcher', '{ "password": "<string>", "secretText": "<matches: ^a+$>", "key": "<absent or null>" }'],
  ['a capture', 'capture:\n  key: $.id\n  password: $.password'],
  ['a capture in one line', 'capture: { key: $.id, token: "$[\'a\'].b" }'],
  [
    'credentials of a page',
    'Authorization: Bearer {token}\n| Authorization | Bearer \\{token\\}. Required. |\n| Authorization | Bearer. Required |',
  ],
  ['what only says whether', '"hasPassword": true,\n"password": null,'],
  ['prose', 'Reset the password of the user.\nThe password must be changed.\nUse a password or a key.'],
  ['prose with a name in it', '- `password`: The password of the user.\n- **Password**: Enter a new password.'],
  [
    'arguments without a value',
    'run --password\nrun --password --name a\nrun --password "$PASSWORD"\nrun --password <password>',
  ],
  [
    'no secret name',
    'passwordPolicies: DisableStrongPassword\ntoken_type: Bearer\nkeyId: 1\n<title>A password</title>',
  ],
  ['another pair', '- name: a\n  value: shown\n- name: token_type\n  value: Bearer'],
  ['a pair with a declared value', 'given: a\nx:\n  - name: password\n    value: ${given}'],
  ['a comment', 'password: # of the administrator'],
  ['a mapping', 'password: { env: [NAME] }\nsecret: |\nkey: >-'],
])('%s is quoted as it is', (_, text) => {
  expect(quoted(text).split('\n')).toEqual(expect.arrayContaining(text.split('\n')));
});

const hostile: readonly string[] = [
  'password: {',
  'password: [',
  'password:',
  'password:"$[',
  'password "',
  '"password" : ',
  'password:"a"b',
  'password:<x: ',
  'password%3D%22',
  '<password>',
  '<password ',
  '<password>x</',
  '--password ',
  '--password "',
  '-u a:',
  '-u a',
  'name: password ',
  'name: password\n',
  'value: x ',
  '"name":"password","value":',
  'name: password value: ',
  'password:\n',
  'password :\n',
  ' ',
  '\n',
  'a_',
  'a1',
  '"',
  "'",
  '| password ',
  '| password\n',
  '{',
  '[',
  'password=&',
  'password: ${',
  '**',
  'capture: key: $.',
  '- --password\n',
  'key',
  'password: \\',
  '[password: x](',
  'password: a,b',
  '<![CDATA[',
  '? password\n',
];

test.each(hostile)('200 KB of %j take linear time', (part) => {
  for (const before of ['', 'password: ']) {
    const text = before + part.repeat(200_000 / part.length);
    const spentMs = cpuClock();
    placeAt({ path: 'a.yaml', text }, { start: text.length - 1, end: text.length });
    secretsInLine(text);
    expect(spentMs()).toBeLessThan(1_500);
  }
});
