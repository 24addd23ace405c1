/** @gatehouse/guard: what an API uses to check the calls it receives. */
export * from "./access-token.ts";
export * from "./api-version.ts";
export * from "./certificate.ts";
export * from "./dpop.ts";
export * from "./dpop-nonce.ts";
export { bearerChallenge, readBearer } from "./bearer.ts";
export type { BearerFault, RequestHeaders } from "./bearer.ts";
export type { Challenge, Problem } from "./challenge.ts";
export * from "./guard.ts";
export type { Actor, AuthorizationDetail, MoreClaims } from "./more-claims.ts";
export { fromOpenAPI, readOpenApi } from "./openapi/read.ts";
export type { OpenApiOptions } from "./openapi/read.ts";
export type {
  DocumentedRoute,
  DocumentedScope,
  OpenApiFault,
  OpenApiReading,
  Pointer,
} from "./openapi/reading.ts";
export type { Connection, MtlsOptions } from "./mtls.ts";
export type { GuardOptions, RefusalEvent, StatusFeedOptions, TokenStatus } from "./options.ts";
export * from "./protected-resource.ts";
export * from "./refusals.ts";
export { memoryReplays } from "./replay.ts";
export type { ReplayStore } from "./replay.ts";
export type { ReportOptions } from "./report.ts";
export { postgresReplays, REPLAY_TABLE } from "./replay-postgres.ts";
export type { PostgresClient } from "./replay-postgres.ts";
export { compileRoutes } from "./routes.ts";
export type { DpopOptions } from "./sender.ts";
export type { OnStale } from "./standing.ts";
export type { Route, RouteRule, RouteTable } from "./routes.ts";
