import type { JsonObject } from '../../../json/json.ts';

const text = (name: string, defaultValue: string, type = 'System.String'): JsonObject => {
  return { name, type, defaultValue, description: name };
};
const bool = (name: string, value: boolean): JsonObject => text(name, String(value), 'System.Boolean');
/** What can be set for groups and for consent: the templates that every tenant has. */
export const settingTemplates: readonly (readonly [id: string, displayName: string, values: readonly JsonObject[]])[] =
  [
    ['08d542b9-071f-4e16-94b0-74abb372e3d9', 'Group.Unified.Guest', [bool('AllowToAddGuests', true)]],
    [
      '62375ab9-6b52-47ed-826b-58e47e0e304b',
      'Group.Unified',
      [
        bool('NewUnifiedGroupWritebackDefault', true),
        bool('EnableMIPLabels', false),
        text('CustomBlockedWordsList', ''),
        bool('EnableMSStandardBlockedWords', false),
        text('ClassificationDescriptions', ''),
        text('DefaultClassification', ''),
        text('PrefixSuffixNamingRequirement', ''),
        bool('AllowGuestsToBeGroupOwner', false),
        bool('AllowGuestsToAccessGroups', true),
        text('GuestUsageGuidelinesUrl', ''),
        text('GroupCreationAllowedGroupId', '', 'System.Guid'),
        bool('AllowToAddGuests', true),
        text('UsageGuidelinesUrl', ''),
        text('ClassificationList', ''),
        bool('EnableGroupCreation', true),
      ],
    ],
    [
      'dffd5d46-495d-40a9-8e21-954ff55e198a',
      'Consent Policy Settings',
      [
        bool('EnableGroupSpecificConsent', true),
        bool('BlockUserConsentForRiskyApps', true),
        bool('EnableAdminConsentRequests', false),
        text('ConstrainGroupSpecificConsentToMembersOfGroupId', '', 'System.Guid'),
      ],
    ],
    [
      '5cf42378-d67d-4f36-ba46-e8b86229381d',
      'Password Rule Settings',
      [
        bool('BannedPasswordCheckOnPremisesMode', false),
        bool('EnableBannedPasswordCheckOnPremises', true),
        bool('EnableBannedPasswordCheck', true),
        text('LockoutDurationInSeconds', '60', 'System.Int32'),
        text('LockoutThreshold', '10', 'System.Int32'),
        text('BannedPasswordList', ''),
      ],
    ],
    [
      '80661d51-be2f-4d46-9713-98a2fcaec5bc',
      'Prohibited Names Settings',
      [text('CustomBlockedSubStringsList', ''), text('CustomBlockedWholeWordsList', '')],
    ],
    ['898f1161-d651-43d1-805c-3b0b388a9fc2', 'Custom Policy Settings', [text('CustomConditionalAccessPolicyUrl', '')]],
  ];
