/** P8: the looks of a page are asked for before the limits of what a process does at once, so a store that stands still must not hold it. */
import type { FastifyRequest } from "fastify";
import { expect, test } from "vitest";
import { PLAIN, type Branding } from "../../src/desk/branding/look.ts";
import type { Desk } from "../../src/desk/ports.ts";
import { lookUp } from "../../src/http/brand.ts";

/** A desk whose looks come when `answers` says so, and how often it was asked. */
function desk(answers: () => Promise<Branding>): { context: { desk: Desk }; asked: () => number } {
  let asked = 0;
  const branding = {
    read: (): Promise<Branding> => {
      asked += 1;
      return answers();
    },
  };
  return { context: { desk: { branding } as unknown as Desk }, asked: () => asked };
}

const fresh = (): FastifyRequest => ({}) as FastifyRequest;

test("a store that never answers holds no page, and is asked once for all of them", async () => {
  const { context, asked } = desk(() => new Promise<Branding>(() => undefined));
  const look = lookUp(context);
  const requests = Array.from({ length: 50 }, fresh);
  await Promise.all(requests.map(look));
  expect(requests.map(({ branding }) => branding)).toEqual(requests.map(() => PLAIN));
  expect(asked()).toBe(1);
});

test("without the store a page has the looks that were known last", async () => {
  const named = { ...PLAIN, name: "Known Last" };
  const said = [Promise.resolve(named), Promise.reject(new Error("away"))];
  const { context } = desk(() => said.shift() ?? Promise.resolve(PLAIN));
  const look = lookUp(context);
  const [first, second] = [fresh(), fresh()];
  await look(first);
  await look(second);
  expect([first.branding, second.branding]).toEqual([named, named]);
});
