/**
 * Written by own-objects.test.ts from the metadata in model/, which says what its facts are made of: names of properties
 * that refer to other objects instead of holding them, in lower case.
 */
export const relations: readonly string[] = `
  acceptedsenders accesspackage accesspackages accesspackagesincompatiblewith activatedusing activity
  addtoreviewsetoperation administrationscopetargets administrativeunit agreementacceptances allchannels
  allowedgroups allowedmembers allowedusers alltime apphealthmetrics appliesto appmanagementpolicies approvers
  articles artifact assignedusers assignment assignmentpolicy attributes authoritytemplate authorizedapps base
  basetypes batteryhealthmetrics bestpracticesmetrics categorytemplate chat childhost childhostpairs childtags
  citationtemplate claimsmappingpolicies classes collaborators component connectedorganization connectors container
  contentrights conversation cookies createdby createdbyuser createdobjects createdonbehalfof custodiansources
  customextension defaultgradingscheme definition departmenttemplate device devicebootperformancemetrics
  directoryscope directreports domainnamereferences driveinclusionrules driveprotectionunits
  driveprotectionunitsbulkadditionjobs enabledapps endusernotification environment executionscope externalsponsors
  fileplanreferencetemplate followedsites following fraudprotectionprovider fromterm gradingcategory gradingscheme
  healthissues homerealmdiscoverypolicies host hostpairs incomingchannels incompatibleaccesspackages
  incompatiblegroups indicators inheritedlabel internalsponsors inviteduser invitedusersponsors label landingpage
  lastestimatestatisticsoperation lastindexoperation lastmodifiedby lastmodifiedbyuser lastsevendays
  lastsharedmethod learningcourseactivities loginpage mailboxinclusionrules mailboxprotectionunits
  mailboxprotectionunitsbulkadditionjobs managedappregistrations manageddeviceoverview manageddevices manager member
  memberof memberswithlicenseerrors message mfa mostrecentsslcertificate noncustodialsources none
  oauth2permissiongrants onlinemeeting owneddevices ownedobjects owners parent parenthost parenthostpairs
  parentnotebook parentsection parentsectiongroup parentterm participants passivedns passivednsreverse
  passkeyprofiles payload performedby ports previewscope principal printer processingresults protectionunit
  protectionunits provider question rebootanalyticsmetrics recoveryjobs recoverypreviewjobs registereddevices
  registeredowners registeredusers rejectedsenders relatedhosts replyto reprocessedruns requestor resourcelocation
  resourceperformancemetrics resourcerolescopes restorepoint retentioneventtype reviewset reviewsetquery rights
  roledefinition rootdomain run schools search sectiongroups sensitivitylabels serviceprincipal set shares site
  siteinclusionrules siteprotectionunits siteprotectionunitsbulkadditionjobs softwareupdatestatussummary sponsorof
  sponsors sslcertificate subdomains subject target targetobjects targetschedule task taskdefinition
  taskprocessingresult taughtclasses teachers teamsapp teamsappdefinition template termset tokenissuancepolicies
  tokenlifetimepolicies toterm trackers training transitivememberof transitivemembers trigger user userattribute
  userflowidentityproviders whois workflow workfromanywheremetrics
`
  .trim()
  .split(/\s+/);
