import { grants } from '../../service/route.ts';
import type { Ground } from '../../typed/pack/ground.ts';
import type { TypeRules } from '../../typed/pack/pack.ts';

/** The gallery: every signed-in user may read it, and only Microsoft changes it. */
export const applicationTemplates: TypeRules = {
  access: {
    read: grants(
      'User.Read Application.Read.All Application.ReadWrite.All Directory.Read.All',
      'Application.Read.All Application.ReadWrite.All Directory.Read.All',
    ),
  },
  never: ['create', 'update', 'delete'],
};

/** A few applications of the gallery by their published ids; the first is for those that are not in it. */
const gallery = [
  ['8adf8e6e-67b2-4cf2-a259-e3dc5476c621', 'Custom', [], ['saml', 'password', 'linked']],
  ['8b1025e4-1dd2-430b-a150-2ef79cd700f5', 'AWS Single-Account Access', ['sync'], ['saml', 'password']],
  ['21ed01d2-ec13-4e9e-86c1-cd546719ebc4', 'AWS Single Sign-on', ['sync'], ['saml']],
  ['cd3ed3de-93ee-400b-8b19-b61ef44a0f29', 'Salesforce', ['sync'], ['saml', 'password']],
] as const;

export function beginTemplates(ground: Ground): void {
  for (const [id, displayName, provisioning, signOn] of gallery) {
    ground.put({
      type: 'applicationTemplate',
      in: 'applicationtemplates',
      id,
      values: {
        displayName,
        publisher: displayName.split(' ')[0] ?? displayName,
        description: null,
        homePageUrl: null,
        categories: ['businessMgmt'],
        supportedProvisioningTypes: [...provisioning],
        supportedSingleSignOnModes: [...signOn],
        isEntraIntegrated: true,
        lastModifiedDateTime: ground.now,
      },
    });
  }
}
