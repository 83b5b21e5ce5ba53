/** The texts of files that `init` writes and that are not shipped elsewhere. */

/** Installed packages, secrets, the data of runs, and reports. */
export const ignored = ['node_modules/', '.env', '.tutorial-replay/', 'reports/', 'sandbox*.env', ''].join('\n');

/** `folder`: the folder of the project in its repository, with slashes; empty at its root, where CI systems start. */
export const githubWorkflow = (folder: string) => `name: tutorials
on: [push, pull_request]
permissions: { contents: read }
jobs:
  replay:
    runs-on: ubuntu-latest
${folder === '' ? '' : `    defaults: { run: { working-directory: ${JSON.stringify(folder)} } }\n`}    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-node@v5
        with: { node-version: 24 }
      - run: npm ci
      - run: npx tutorial-replay check
      - run: npx tutorial-replay run -r github -r json -r html
      - if: always()
        uses: actions/upload-artifact@v4
        with: { name: tutorial-replay, path: ${folder === '' ? 'reports/' : JSON.stringify(`${folder}/reports/`)} }
`;

export const azurePipeline = (folder: string) => {
  const there = folder === '' ? '' : `\n    workingDirectory: ${JSON.stringify(folder)}`;
  return `pool: { vmImage: ubuntu-latest }
steps:
  - task: UseNode@1
    inputs: { version: 24.x }
  - script: npm ci${there}
  - script: npx tutorial-replay check${there}
  - script: npx tutorial-replay run -r azure -r junit=$(Build.ArtifactStagingDirectory)/junit.xml${there}
    displayName: Replay the tutorials
  - task: PublishTestResults@2
    condition: always()
    inputs: { testResultsFormat: JUnit, testResultsFiles: $(Build.ArtifactStagingDirectory)/junit.xml }
`;
};

const fence = '```';

export const firstPage = `# Create a group and read it

In this tutorial you create a security group and read it back. You need the permission *Group.ReadWrite.All*.

## Step 1: Create a group

### Request

${fence}http
POST https://graph.microsoft.com/v1.0/groups
Content-type: application/json

{
  "displayName": "Fire wardens",
  "mailEnabled": false,
  "mailNickname": "firewardens",
  "securityEnabled": true
}
${fence}

### Response

${fence}http
HTTP/1.1 201 Created
Content-type: application/json

{
  "id": "5c2a4c0e-94a1-4a6e-8c1c-7c9f1d6f0b21",
  "displayName": "Fire wardens",
  "mailEnabled": false,
  "mailNickname": "firewardens",
  "securityEnabled": true
}
${fence}

## Step 2: Read the group

### Request

${fence}http
GET https://graph.microsoft.com/v1.0/groups/5c2a4c0e-94a1-4a6e-8c1c-7c9f1d6f0b21
${fence}

### Response

${fence}http
HTTP/1.1 200 OK
Content-type: application/json

{
  "id": "5c2a4c0e-94a1-4a6e-8c1c-7c9f1d6f0b21",
  "displayName": "Fire wardens",
  "securityEnabled": true
}
${fence}

## Step 3: Delete the group

### Request

${fence}http
DELETE https://graph.microsoft.com/v1.0/groups/5c2a4c0e-94a1-4a6e-8c1c-7c9f1d6f0b21
${fence}

### Response

${fence}http
HTTP/1.1 204 No Content
${fence}
`;
