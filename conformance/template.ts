/** A run with names in the place of values: what the configurations in `plans/` are made of, for readers and for whoever fills them in by hand. */
import type { Run, SuiteClient } from "./run.ts";

const secret = (name: string): SuiteClient => ({
  client_id: `CLIENT_ID_${name}`,
  client_secret: `CLIENT_SECRET_${name}`,
});

const signing = (name: string, scope: string): SuiteClient => ({
  client_id: `CLIENT_ID_${name}`,
  scope,
  jwks: {
    keys: [
      {
        kty: "EC",
        crv: "P-256",
        x: `X_${name}`,
        y: `Y_${name}`,
        d: `D_${name}`,
        kid: `KID_${name}`,
        alg: "ES256",
        use: "sig",
      },
    ],
  },
});

const lasting = "bookings:read offline_access";

export const template: Run = {
  issuer: "https://ISSUER",
  suite: "https://SUITE",
  alias: "ALIAS",
  person: { username: "USERNAME", password: "PASSWORD" },
  stranger: { username: "OTHER_USERNAME", password: "OTHER_PASSWORD" },
  basic: [secret("ONE"), secret("TWO")],
  post: secret("POST"),
  initialAccessToken: "INITIAL_ACCESS_TOKEN",
  fapi: {
    plain_oauth: [signing("FAPI_ONE", lasting), signing("FAPI_TWO", lasting)],
    openid_connect: [
      signing("FAPI_OPENID_ONE", `openid ${lasting}`),
      signing("FAPI_OPENID_TWO", `openid ${lasting}`),
    ],
    client_credentials: [
      signing("FAPI_MACHINE_ONE", "bookings:read"),
      signing("FAPI_MACHINE_TWO", "bookings:read"),
    ],
  },
  resource: "https://API/bookings",
};
