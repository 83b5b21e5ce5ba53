import { wordsOf } from '../../../../words-of.ts';
import type { WholeSeed } from './seed.ts';

/**
 * The default tenant: small, invented, with objects of each kind for access reviews. It has the users whose ids are
 * examples in the shipped scenarios.
 */
export const defaultSeed: WholeSeed = {
  version: 1,
  tenant: {
    id: '6a9d41c8-3f27-8b15-9d60-e14c07b2a583',
    displayName: 'Contoso',
    domains: ['contoso.com', 'contoso.onmicrosoft.com'],
    licenses: ['AAD_PREMIUM_P2', 'Microsoft_Entra_ID_Governance', 'ENTERPRISEPACK'],
  },
  users: [
    {
      id: 'b828cc0e-4240-46ed-bb25-888744487e2d',
      displayName: 'Robin Ashdown',
      userPrincipalName: 'admin@contoso.com',
      lastSignIn: 'PT2H',
      properties: { givenName: 'Robin', surname: 'Ashdown', jobTitle: 'Administrator', usageLocation: 'US' },
    },
    {
      id: '010b2de0-0ed4-4ece-bfa2-22fff71d0497',
      displayName: 'Casey Lund',
      userPrincipalName: 'CaseyL@contoso.com',
      manager: 'admin@contoso.com',
      lastSignIn: 'P1D',
      properties: { givenName: 'Casey', surname: 'Lund', jobTitle: 'Facility Manager', department: 'Facilities' },
    },
    {
      id: '43b12b0c-ee2c-4257-96fe-505d823e06ab',
      displayName: 'Alex Marlow',
      userPrincipalName: 'AlexM@contoso.com',
      manager: 'CaseyL@contoso.com',
      lastSignIn: 'P2D',
      properties: { givenName: 'Alex', surname: 'Marlow', jobTitle: 'Technician', department: 'Facilities' },
    },
    {
      id: '859924d0-7115-422a-9ee8-ea8c0c014707',
      displayName: 'Jamie Quill',
      userPrincipalName: 'JamieQ@contoso.com',
      manager: 'CaseyL@contoso.com',
      lastSignIn: 'P5D',
      properties: { givenName: 'Jamie', surname: 'Quill', jobTitle: 'Technician', department: 'Facilities' },
    },
    {
      id: 'cdb555e3-b33e-4fd5-a427-17fadacbdfa7',
      displayName: 'Morgan Tide',
      userPrincipalName: 'MorganT@contoso.com',
      manager: 'admin@contoso.com',
      lastSignIn: 'P1D',
      properties: { givenName: 'Morgan', surname: 'Tide', jobTitle: 'Marketing Lead', department: 'Marketing' },
    },
    {
      id: '2f6c0e9a-51d7-8c34-a0b8-7d91e35f4c62',
      displayName: 'Jordan Fell',
      userPrincipalName: 'JordanF@contoso.com',
      manager: 'MorganT@contoso.com',
      lastSignIn: 'P120D',
      properties: { givenName: 'Jordan', surname: 'Fell', jobTitle: 'Copywriter', department: 'Marketing' },
    },
    {
      // Without manager and without any sign-in.
      id: '94b7d1f3-0a6e-8258-b3c9-58f2e60d7a1b',
      displayName: 'Taylor Birch',
      userPrincipalName: 'TaylorB@contoso.com',
      created: 'P20D',
      lastSignIn: null,
      properties: { givenName: 'Taylor', surname: 'Birch', jobTitle: 'Intern', department: 'Marketing' },
    },
    {
      id: 'd05e8a72-c913-84bf-86d4-1ba7f9403e5c',
      displayName: 'Sam Harrow',
      userPrincipalName: 'SamH@contoso.com',
      manager: 'admin@contoso.com',
      lastSignIn: 'P3D',
      properties: { givenName: 'Sam', surname: 'Harrow', jobTitle: 'Security Analyst', department: 'IT' },
    },
    {
      id: '7b13c4d6-e820-8f9a-95b7-c46a02df8e31',
      displayName: 'Drew Pike',
      userPrincipalName: 'DrewP@contoso.com',
      manager: 'admin@contoso.com',
      lastSignIn: 'P4D',
      properties: { givenName: 'Drew', surname: 'Pike', jobTitle: 'Auditor', department: 'Finance' },
    },
    {
      id: 'e8a4f05b-7c32-81d6-b9e0-3f5d18c76a94',
      displayName: 'Kim Rowe (Fabrikam)',
      userPrincipalName: 'kim_fabrikam.com#EXT#@contoso.onmicrosoft.com',
      mail: 'kim@fabrikam.com',
      userType: 'Guest',
      created: 'P300D',
      lastSignIn: 'P95D',
      properties: { creationType: 'Invitation', externalUserState: 'Accepted', companyName: 'Fabrikam' },
    },
    {
      id: '1c7f92e5-4bd8-8063-a7f1-96e0b5d3c284',
      displayName: 'Lee Vane (Fabrikam)',
      userPrincipalName: 'lee_fabrikam.com#EXT#@contoso.onmicrosoft.com',
      mail: 'lee@fabrikam.com',
      userType: 'Guest',
      created: 'P60D',
      lastSignIn: 'P6D',
      properties: { creationType: 'Invitation', externalUserState: 'Accepted', companyName: 'Fabrikam' },
    },
  ],
  groups: [
    {
      id: '38e5d7a4-b06f-8192-8c7e-d94a21f0b5c3',
      displayName: 'Partner Campaigns',
      mailNickname: 'partnercampaigns',
      kind: 'microsoft365',
      description: 'Campaigns with partners.',
      owners: ['MorganT@contoso.com'],
      members: ['MorganT@contoso.com', 'JordanF@contoso.com', 'kim_fabrikam.com#EXT#@contoso.onmicrosoft.com'],
      team: true,
    },
    {
      id: '5d82b6c1-9e07-8a43-bc15-e270f4936d8a',
      displayName: 'Night Shift',
      mailNickname: 'nightshift',
      kind: 'security',
      owners: ['CaseyL@contoso.com'],
      members: ['JamieQ@contoso.com', 'TaylorB@contoso.com'],
    },
    {
      id: 'a1f63e90-28c5-8d7b-94a2-0b8e57d1c36f',
      displayName: 'Facilities',
      mailNickname: 'facilities',
      kind: 'security',
      description: 'Everybody who looks after the buildings, by day and by night.',
      owners: ['CaseyL@contoso.com'],
      members: ['AlexM@contoso.com', 'JordanF@contoso.com', 'nightshift'],
    },
    {
      // It has no owner, so fallback reviewers are used.
      id: 'c96b08f2-e3d1-8547-b2a8-41f07c5e9d16',
      displayName: 'Partner Archive',
      mailNickname: 'partnerarchive',
      kind: 'microsoft365',
      members: ['lee_fabrikam.com#EXT#@contoso.onmicrosoft.com', 'kim_fabrikam.com#EXT#@contoso.onmicrosoft.com'],
    },
    {
      id: '0e47a9d5-16fc-83b8-a5d9-b83c62e07f41',
      displayName: 'Finance (on-premises)',
      mailNickname: 'finance-onprem',
      kind: 'security',
      owners: ['DrewP@contoso.com'],
      members: ['DrewP@contoso.com', 'JordanF@contoso.com'],
      onPremisesSyncEnabled: true,
    },
  ],
  applications: [
    {
      id: 'f27d5b83-a4e9-8c06-90b1-6d3f8e15c7a2',
      clientId: '8c0f4e17-d2b9-8635-a74e-5b19c3f0d682',
      displayName: 'Expense Reports',
      servicePrincipalId: '61e9c2d8-f507-8b4a-83c6-a9f04d7e2b15',
      owners: ['DrewP@contoso.com'],
      assignedTo: ['JordanF@contoso.com', 'AlexM@contoso.com', 'kim_fabrikam.com#EXT#@contoso.onmicrosoft.com'],
    },
    {
      id: '43a8e6f1-0bd2-8795-bf3c-c05e91d74b68',
      clientId: 'b95d31e7-6c84-8f20-8ea9-02f7d4c6b13a',
      displayName: 'Decision Collector',
      servicePrincipalId: 'd7f4096c-8e1b-8a52-96d3-e5b28c07f4a9',
      owners: ['admin@contoso.com'],
      permissions: ['AccessReview.Read.All'],
    },
    {
      id: '9e02b7c5-d3f8-8146-a16b-78d0f5c4e293',
      clientId: '17c6a0f4-925e-8d3b-b8d2-f30e6a94c57b',
      displayName: 'Tutorial Replay',
      servicePrincipalId: 'a50d83e9-c76f-8214-8fb0-2c9e41d6b7f8',
      owners: ['admin@contoso.com'],
      permissions: wordsOf(`
        AccessReview.ReadWrite.All Application.Read.All AuditLog.Read.All Directory.Read.All
        EntitlementManagement.Read.All Group.ReadWrite.All Organization.Read.All RoleManagement.Read.Directory
        User.Invite.All User.ReadWrite.All
      `),
    },
  ],
  servicePrincipals: [
    {
      // Published: every tenant where a person uses Graph Explorer has it.
      id: 'bd169e04-75f3-8c28-9a4d-d1e7b0c8f635',
      appId: 'de8bc8b5-d9f9-48b1-a8ad-b748da725064',
      displayName: 'Graph Explorer',
    },
  ],
  roles: [
    { role: 'Global Administrator', active: ['admin@contoso.com'] },
    { role: 'User Administrator', active: ['MorganT@contoso.com'], eligible: ['JordanF@contoso.com'] },
    { role: 'Identity Governance Administrator', active: ['MorganT@contoso.com'], eligible: ['CaseyL@contoso.com'] },
    { role: 'Security Reader', active: ['SamH@contoso.com'] },
    { role: 'Global Reader', active: ['DrewP@contoso.com'] },
  ],
  accessPackageAssignments: [
    {
      id: '8f3b0d62-a7e4-8951-b60c-4e92d5f1c78a',
      accessPackageId: '2b97e5c0-f184-8d6a-a3e7-90d5c8b4f16e',
      assignmentPolicyId: 'ea60d4f8-39b2-8c75-8d1f-67b3e0a92c54',
      target: 'JordanF@contoso.com',
    },
    {
      id: '56d1f8a3-0c9e-87b4-9f25-b8e4c70d312f',
      accessPackageId: '2b97e5c0-f184-8d6a-a3e7-90d5c8b4f16e',
      assignmentPolicyId: 'ea60d4f8-39b2-8c75-8d1f-67b3e0a92c54',
      target: 'kim_fabrikam.com#EXT#@contoso.onmicrosoft.com',
    },
  ],
};
