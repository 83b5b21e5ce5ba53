import { wordsOf } from '../../words-of.ts';

/**
 * Names of properties that refer to other objects instead of containing them, in lower case. Written by
 * relations.test.ts from the metadata in model/, whose README names its source.
 */
export const relations: readonly string[] = wordsOf(`
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
`);

/** In lower case: actions that only read, though they are POSTs because they take parameters. */
export const readingActions: readonly string[] = wordsOf(`
  checkgrantedpermissionsforapp checkmembergroups checkmemberobjects evaluate extractsensitivitylabels
  findmeetingtimes getapplicablepolicyrequirements getavailableextensionproperties getbyids getcachedreport
  getcompliancepolicynoncompliancereport getcompliancepolicynoncompliancesummaryreport
  getcompliancesettingnoncompliancereport getconfigurationpolicynoncompliancereport
  getconfigurationpolicynoncompliancesummaryreport getconfigurationsettingnoncompliancereport
  getdevicemanagementintentpersettingcontributingprofiles getdevicemanagementintentsettingsreport
  getdevicenoncompliancereport getdeviceswithoutcompliancepolicyreport gethistoricalreport getmailtips
  getmembergroups getmemberobjects getnoncompliantdevicesandsettingsreport getnotebookfromweburl
  getpolicynoncompliancemetadata getpolicynoncompliancereport getpolicynoncompliancesummaryreport
  getpositionofwebpart getpresencesbyuserid getreportfilters getschedule getsettingnoncompliancereport
  getstaffavailability getwebpartsbyposition parseexpression preview previewtaskfailures previewworkflow query
  retrieval retrievecloudpcrecommendationreports retrievedeviceappinstallationstatusreport runhuntingquery search
  translateexchangeids validateauthenticationconfiguration validatecredentials validatepermission validateproperties
`);

/** Actions that create something and do not change the object that their path names, in lower case. */
export const makingActions: readonly string[] = wordsOf(`
  clone copy copynotebook copytodefaultcontentlocation copytonotebook copytosection copytosectiongroup create
  createdownloadurl createforward createimportsession createlink createnewversion createorget createreply
  createreplyall createsnapshot createuploadsession import instantiate invite
`);

/** The words that actions begin with. */
export const actionVerbs: readonly string[] = wordsOf(`
  abort accept acquire activate add answer apply approve archive assign associate batch begin browse bypass cancel
  change check clean clear clock clone close commit complete compute confirm copy create deactivate decline delete
  disable discard disconnect discover dismiss enable end estimate evaluate excuse export extract favorite find
  follow force forward generate get grant hide import ingest instantiate invite invoke keep locate lock log mark
  merge move mute offboard onenote parse pause permanent pin play preview process promote provision publish purge
  query reassign reauthorize reboot record recover redirect refresh regenerate reject release remediate remote
  remove rename renew reopen reply reprocess reprovision request reset resize restart restore resume retire
  retrieval retrieve retry return revoke run schedule search send set share shut snooze soft stage start stop submit
  subscribe sync target tentatively terminate transfer translate troubleshoot unarchive unassign undo unfavorite
  unfollow unhide unlock unmute unpin unpublish unset unsubmit unsubscribe update upgrade upload validate verify
  wipe
`);

/** In lower case: collections whose names are not plurals, or begin as actions do. */
export const unlikeCollections: readonly string[] = wordsOf(`
  acceptances acceptancestatuses accesspackagesincompatiblewith additionalsources alerts_v2 appliesto
  approleassignedto approvedclientapps approvers associatedteams browsesessions calendarview
  certificatebasedauthconfiguration checkins checklistitems children committedcontainedapps createdobjects
  dailyprintusagebyprinter dailyprintusagebyuser deletedchats deletedcontainers deleteditems deletedteams
  detectedmalwarestate enabledapps endpoints endusernotifications executionscope exportjobs federationconfiguration
  following history inheritspermissionsfrom invitedusersponsors logcollectionrequests loginpages memberof mfa
  monthlyprintusagebyprinter monthlyprintusagebyuser none onpremisessynchronization organization participants_v2
  passivednsreverse people pinnedmessages previewscope provisioning records recoveryjobs recoverykeys
  recoverypreviewjobs remoteassistancepartners remotetenantgroups requests restorepoints restoresessions runs
  scheduledactionconfigurations scheduledactionsforrule scopedrolememberof searches sets shared sharedcolumns
  sharedcookies sharedwithteams sharepointbrowsesessions sharepointgroups sharepointprotectionpolicies
  sharepointrestoresessions shares softwareoathmethods special sponsorof stages submittedresources subscribedskus
  targetdevicegroups targetobjects timesoff transitivememberof trending uploadsessions used
  userexperienceanalyticsapphealthapplicationperformance
  userexperienceanalyticsapphealthapplicationperformancebyappversiondeviceid
  userexperienceanalyticsapphealthapplicationperformancebyosversion
  userexperienceanalyticsapphealthdevicemodelperformance userexperienceanalyticsapphealthdeviceperformance
  userexperienceanalyticsapphealthosversionperformance userexperienceanalyticsdeviceperformance
  userexperienceanalyticsdevicestartuphistory userexperienceanalyticsdevicestartupprocessperformance
  userexperienceanalyticsmetrichistory userexperienceanalyticsscorehistory
  userexperienceanalyticsworkfromanywheremodelperformance userstatesummary windowsmalwareinformation
`);
