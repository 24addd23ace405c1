/** Every act of the desk, on one screen: the management API, its reference and the sweep over roles derive from it. */
import type { Operation } from "../operation.ts";
import { createApi, listApis, removeApi } from "./apis.ts";
import { readAudit } from "./audit.ts";
import { changeBranding, keepLogo, previewBranding, readBranding } from "./branding.ts";
import { addSecret, changeClient, disableClient, enableClient, endSecret } from "./clients.ts";
import { listEvents, listMilestones, readFunnel, readUsage, readVersions } from "./events.ts";
import { listKeys, revokeKey, rotateKeys } from "./keys.ts";
import { createApp, deleteApp, listApps, readApp, renameApp, resumeApp, suspendApp } from "./apps.ts";
import { decideLive, liveQueue, readLiveChecks, readLiveRequest, requestLive } from "./live.ts";
import { readPolicy } from "./policy.ts";
import {
  acceptInvitation,
  foundOrganisation,
  invite,
  listInvitations,
  listMembers,
  myOrganisations,
  previewInvitation,
  readOrganisation,
  removeMember,
  renameOrganisation,
  setRole,
  withdrawInvitation,
} from "./organisations.ts";
import {
  disablePerson,
  endSessions,
  listConsents,
  readPerson,
  revokeConsent,
  searchPeople,
} from "./people.ts";
import { putScope, readScope, removeScope } from "./scopes.ts";
import { countTokens, endTokens } from "./tokens.ts";
import { listSettings } from "./settings.ts";
import { searchApps, searchOrganisations, verifyOrganisation } from "./staff.ts";
import { createTestPerson, deleteTestPerson, giveTestConsent, listTestPeople } from "./test-people.ts";
import { createTestProgram, listTestPrograms, revokeTestProgram } from "./test-programs.ts";

export const operations: readonly Operation[] = [
  myOrganisations,
  foundOrganisation,
  readOrganisation,
  renameOrganisation,
  listMembers,
  setRole,
  removeMember,
  listInvitations,
  invite,
  withdrawInvitation,
  previewInvitation,
  acceptInvitation,
  listApis,
  createApi,
  removeApi,
  readScope,
  putScope,
  removeScope,
  listApps,
  createApp,
  readApp,
  renameApp,
  deleteApp,
  suspendApp,
  resumeApp,
  requestLive,
  readLiveRequest,
  readLiveChecks,
  decideLive,
  liveQueue,
  readPolicy,
  changeClient,
  disableClient,
  enableClient,
  addSecret,
  endSecret,
  searchApps,
  searchOrganisations,
  verifyOrganisation,
  searchPeople,
  readPerson,
  disablePerson,
  endSessions,
  listConsents,
  revokeConsent,
  countTokens,
  endTokens,
  listEvents,
  readUsage,
  listMilestones,
  readVersions,
  readFunnel,
  readAudit,
  listKeys,
  rotateKeys,
  revokeKey,
  listSettings,
  readBranding,
  previewBranding,
  changeBranding,
  keepLogo,
  listTestPeople,
  createTestPerson,
  deleteTestPerson,
  giveTestConsent,
  listTestPrograms,
  createTestProgram,
  revokeTestProgram,
];
