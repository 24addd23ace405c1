/** RFC 9396: a type that the tests' API understands, and details of it. */
import type { DetailType } from "../../src/oauth/details/type.ts";
import type { TestServer } from "./server.ts";

export const tripType: DetailType = {
  type: "trip",
  fields: {
    actions: { kind: "list", values: ["book", "cancel"], required: true },
    budget: {
      kind: "object",
      fields: {
        amount: { kind: "number", min: 0, max: 10_000, required: true },
        currency: { kind: "text", values: ["EUR", "USD"], required: true },
      },
    },
    traveller: { kind: "text", max: 60 },
    refundable: { kind: "boolean" },
  },
  words: {
    en: "Trips: {actions}, for up to {budget.amount} {budget.currency}",
    de: "Reisen: {actions}, bis zu {budget.amount} {budget.currency}",
  },
  person: true,
};

/** For machines too. */
export const reportType: DetailType = {
  type: "report",
  fields: { month: { kind: "text", required: true } },
  words: { en: "See the report of {month}" },
  person: false,
};

export const trip: Readonly<Record<string, unknown>> = {
  type: "trip",
  actions: ["book"],
  budget: { amount: 500, currency: "EUR" },
};

export const asText = (...details: readonly unknown[]): string => JSON.stringify(details);

/** Declares both types at the server's API. */
export async function declareTypes({ gatehouse, api }: TestServer): Promise<void> {
  for (const type of [tripType, reportType])
    await gatehouse.store.registry.putDetailType(api.client_id, type);
}

/** The metadata of a client that may ask for both. */
export const detailed: { authorization_details_types: readonly string[] } = {
  authorization_details_types: ["trip", "report"],
};
