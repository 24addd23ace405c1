/** Every act of the desk, on one screen: the management API, its reference and the sweep over roles derive from it. */
import type { Operation } from "../operation.ts";
import { createApp, listApps, readApp, renameApp, resumeApp, suspendApp } from "./apps.ts";
import { addSecret, changeClient, disableClient, enableClient, endSecret } from "./clients.ts";
import { decideLive, liveQueue, readLiveRequest, requestLive } from "./live.ts";
import {
  acceptInvitation,
  foundOrganisation,
  invite,
  listInvitations,
  listMembers,
  myOrganisations,
  removeMember,
  renameOrganisation,
  setRole,
  withdrawInvitation,
} from "./organisations.ts";

export const operations: readonly Operation[] = [
  myOrganisations,
  foundOrganisation,
  renameOrganisation,
  listMembers,
  setRole,
  removeMember,
  listInvitations,
  invite,
  withdrawInvitation,
  acceptInvitation,
  listApps,
  createApp,
  readApp,
  renameApp,
  suspendApp,
  resumeApp,
  requestLive,
  readLiveRequest,
  decideLive,
  liveQueue,
  changeClient,
  disableClient,
  enableClient,
  addSecret,
  endSecret,
];
