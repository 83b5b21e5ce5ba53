import { wordsOf } from '../../../../words-of.ts';
import type { RoleDefinition } from '../directory.ts';

type BuiltInRole = RoleDefinition & { readonly description: string; readonly actions: readonly string[] };

/**
 * The built-in roles of Microsoft Entra that matter here, by the ids that every tenant has. Below each: what it is for, and
 * some of its actions that the sandbox has an effect for, within `microsoft.directory`.
 */
const table = `
62e90394-69f5-4237-9190-012177145e10 Global Administrator
  May do everything in the directory. | users/allProperties/allTasks groups/allProperties/allTasks accessReviews/allProperties/allTasks
f2ef992c-3afb-46b9-b7cf-a126ee74c451 Global Reader
  May read everything an administrator may change. | users/allProperties/read groups/allProperties/read
fe930be7-5e62-47db-91af-98c3a49a38b1 User Administrator
  Can manage all aspects of users and groups, including resetting passwords for limited admins. | users/create users/delete groups/create
fdd7a751-b60b-444a-984c-02652fe8fa1c Groups Administrator
  Manages groups. | groups/create groups/delete groups/members/update
45d8d3c5-c802-45c6-b32a-1d70b5e1e86e Identity Governance Administrator
  Manages access reviews and access packages. | accessReviews/allProperties/allTasks entitlementManagement/allProperties/allTasks
e8611ab8-c189-46e8-94e1-60213ab1f814 Privileged Role Administrator
  Manages who holds which role. | roleAssignments/allProperties/allTasks roleDefinitions/allProperties/allTasks
194ae4cb-b126-40b2-bd5b-6091b380977d Security Administrator
  Manages security features. | identityProtection/allProperties/read identityProtection/allProperties/update policies/create
5d6b6bb7-de71-4623-b4af-96380a352509 Security Reader
  Reads security information and reports. | identityProtection/allProperties/read
9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3 Application Administrator
  Manages applications. | applications/create servicePrincipals/create
158c047a-c907-4556-b7ef-446551a6b5f7 Cloud Application Administrator
  Manages applications, except the application proxy. | applications/create servicePrincipals/create
88d8e3e3-8f55-4a1e-953a-9b9898b8876b Directory Readers
  Reads basic directory information. | users/standard/read groups/standard/read
9360feb5-f418-4baa-8175-e2a00bac4301 Directory Writers
  Reads and writes basic directory information. | users/create groups/create
95e79109-95c0-4d8e-aee3-d01accf2d47b Guest Inviter
  Invites guests. | users/inviteGuest
729827e3-9c14-49f7-bb1b-9608f156bbb8 Helpdesk Administrator
  Resets passwords of people without roles. | users/password/update
c4e39bd9-1100-46d3-8c65-fb160da0071f Authentication Administrator
  Manages how people without roles sign in. | users/authenticationMethods/create users/authenticationMethods/delete
0526716b-113d-4c15-b2c8-68e3c22b9f80 Authentication Policy Administrator
  Manages which methods people sign in with. | organization/strongAuthentication/allTasks
b0f54661-2d74-4c50-afa3-1ec803f12efe Billing Administrator
  Manages purchases and the details of the tenant. | organization/basic/update
7698a772-787b-4ac8-901f-60d6b08affd2 Cloud Device Administrator
  Manages devices. | devices/delete devices/enable devices/disable
b1be1c3e-b65d-4f19-8427-f6fa0d97feb9 Conditional Access Administrator
  Manages conditional access. | conditionalAccessPolicies/allProperties/allTasks namedLocations/create
8329153b-31d0-4727-b945-745eb3bc5f31 Domain Name Administrator
  Manages the domains of the tenant. | domains/allProperties/allTasks
be2f45a1-457d-42af-a067-6ec1fa63bc45 External Identity Provider Administrator
  Manages identity providers. | domains/federation/update
6e591065-9bad-43ed-90f3-e9424366d2f0 External ID User Flow Administrator
  Manages user flows. | b2cUserFlow/allProperties/allTasks
0f971eea-41eb-4569-a71e-57bb8a3eff1e External ID User Flow Attribute Administrator
  Manages the attributes of user flows. | b2cUserAttribute/allProperties/allTasks
8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2 Hybrid Identity Administrator
  Manages what is synced, and rollouts. | hybridAuthenticationPolicy/allProperties/allTasks
3a2c62db-5318-420d-8d74-23affee5d9d5 Intune Administrator
  Manages devices and Intune. | devices/create devices/delete
59d46f88-662b-457b-bceb-5c3809e5908f Lifecycle Workflows Administrator
  Manages lifecycle workflows. | lifecycleWorkflows/workflows/allProperties/allTasks
92ed04bf-c94a-4b82-9729-b799a7a4c178 Organizational Branding Administrator
  Manages how sign-in pages look. | loginOrganizationBranding/allProperties/allTasks
7be44c8a-adaf-4e2a-84d6-ab2649e08a13 Privileged Authentication Administrator
  Manages how everybody signs in. | users/authenticationMethods/create users/authenticationMethods/delete
69091246-20e8-4a56-aa4d-066075b2a7a8 Teams Administrator
  Manages Teams. | groups.unified/create
11451d60-acb2-45eb-a7d6-43d0f0125c13 Windows 365 Administrator
  Manages cloud PCs. | devices/create devices/delete
25a516ed-2fa0-40ea-a2d0-12923a21473a Authentication Extensibility Administrator
  Manages what signing in calls. | customAuthenticationExtensions/allProperties/allTasks
`;

export const roleDefinitions: readonly BuiltInRole[] = table
  .trim()
  .split(/\n(?! )/)
  .map((row) => {
    const [, id = '', displayName = '', description = '', actions = ''] =
      /^(\S+) (.+)\n +(.+) \| (.+)$/.exec(row) ?? [];
    return { id, displayName, description, actions: wordsOf(actions).map((one) => `microsoft.directory/${one}`) };
  });

/** By id or display name. */
export function roleNamed(name: string): BuiltInRole | undefined {
  const lower = name.toLowerCase();
  return roleDefinitions.find(({ id, displayName }) => id === lower || displayName.toLowerCase() === lower);
}
