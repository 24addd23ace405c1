/** RFC 6750 — where the token may stand, and what the challenge says. */
import { STATUS_CODES } from "node:http";
import { describe, expect, test } from "vitest";
import { challenge } from "../src/challenge.ts";
import { bearerChallenge, REFUSALS, type RefusalName } from "../src/index.ts";
import { API, call, makeGuard, makeWorld, short, token } from "./support/issuer.ts";

const world = makeWorld();
const guard = makeGuard(world);
const good = token();

function challengeOf(verdict: Awaited<ReturnType<typeof call>>): string | undefined {
  return verdict.ok ? undefined : verdict.challenge.headers["www-authenticate"];
}

describe("the Authorization header", () => {
  test.each(["Bearer", "bearer", "BEARER", "bEaReR", "Bearer  "])(
    "RS-01 scheme %s is read",
    async (scheme) => {
      expect(short(await call(guard, "GET /bookings", `${scheme} ${good}`))).toBe("pass");
    },
  );

  test.each([[null], ["Basic dXNlcjpwYXNz"], [`DPoPX ${good}`], [`BearerX ${good}`], [good]])(
    "RS-02 no bearer token in %s: 401 without an error code",
    async (value) => {
      const verdict = await call(guard, "GET /bookings", value);
      expect(short(verdict)).toBe("401 no_token");
      expect(challengeOf(verdict)).toBe(`Bearer realm="${API}", scope="bookings:read"`);
      expect(verdict.ok ? null : verdict.challenge.body.error).toBeUndefined();
    },
  );

  test.each([
    ["Bearer", "400 malformed_authorization"],
    [`Bearer ${good} ${good}`, "400 malformed_authorization"],
    [`Bearer ${good}, Bearer ${good}`, "400 many_credentials"],
    [`Basic dXNlcjpwYXNz, Bearer ${good}`, "400 many_credentials"],
    [`Bearer ${good}, `, "400 many_credentials"],
    [`Bearer ${good}"`, "401 malformed_token"],
    ["Bearer =", "401 malformed_token"],
  ])("RS-05 %s is refused", async (value, expected) => {
    const headers = { get: (name: string) => (name === "authorization" ? value : null) };
    expect(short(await guard.check({ method: "GET", url: "/bookings", headers }))).toBe(expected);
  });
});

describe("the query", () => {
  test.each([
    "access_token=x",
    `access_token=${good}`,
    "a=1&access_token=",
    "access%5Ftoken=x",
    "%61ccess_token=x",
  ])("RS-05 a token in ?%s: 400 invalid_request, with and without a header", async (query) => {
    for (const value of [null, `Bearer ${good}`]) {
      const verdict = await call(guard, `GET /bookings?${query}`, value);
      expect(short(verdict)).toBe("400 token_in_query");
      expect(challengeOf(verdict)).toContain('error="invalid_request"');
    }
  });

  test("RS-05 other parameters are none of the guard's business", async () => {
    expect(short(await call(guard, "GET /bookings?my_access_token=1&q=%41", `Bearer ${good}`))).toBe("pass");
  });
});

describe("the challenge", () => {
  test("every sentence of the table can be quoted (RFC 6750 §3) and speaks to a developer", () => {
    for (const refusal of Object.values(REFUSALS)) {
      expect(() => bearerChallenge({ error_description: refusal.detail })).not.toThrow();
      expect(refusal.detail.endsWith(".")).toBe(true);
    }
  });

  test("a value that cannot be quoted is never sent", () => {
    for (const value of ['a"b', "a\\b", "a\r\nb", "ü"])
      expect(() => bearerChallenge({ realm: value })).toThrow(TypeError);
  });

  test("RS-03 nothing of the request enters the answer", async () => {
    const marker = "zqmarkerzq";
    for (const value of [`Bearer ${marker}`, `Bearer ${marker} x`, `${marker} x`]) {
      for (const line of [
        `GET /bookings?${marker}=1`,
        `GET /${marker}`,
        `GET /${marker}/%2f`,
        `${marker} /bookings`,
      ]) {
        const verdict = await call(guard, line, value, { "x-version": marker, origin: marker });
        expect(verdict.ok).toBe(false);
        expect(JSON.stringify(verdict)).not.toContain(marker);
      }
    }
  });
});

test("every refusal has the title of its status (RFC 9457 §3.1.3)", () => {
  for (const name of Object.keys(REFUSALS) as RefusalName[]) {
    const { body } = challenge(name, { realm: API });
    expect(body.title).toBe(STATUS_CODES[body.status]);
  }
});
