/** The settings of operations: management, processes, limits. They are rows of the one table in settings.ts. */

export const OPERATIONS = {
  management_host: {
    type: "text",
    format: "host",
    per: "server",
    default: "127.0.0.1",
    doc: "The address of the management listener (`/livez`, `/readyz`, `/metrics`), which nobody outside should reach.",
  },
  management_port: {
    type: "integer",
    per: "server",
    default: 9000,
    min: 0,
    max: 65535,
    doc: "The TCP port of the management listener of `gatehouse serve`; 0 turns it off.",
  },
  drain_grace_seconds: {
    type: "integer",
    per: "server",
    default: 3,
    min: 0,
    max: 60,
    doc: "After SIGTERM, how long `/readyz` says no while requests are still taken, so that balancers look elsewhere first; without a management listener nobody could notice and nothing is waited for.",
  },
  workers: {
    type: "text",
    format: "workers",
    per: "server",
    default: "1",
    doc: "How many processes `gatehouse serve` runs on this machine: a number, or `auto` for one per core; more than one needs PostgreSQL, because SQLite has one writer.",
  },
  max_requests_at_once: {
    type: "integer",
    per: "server",
    default: 1000,
    min: 10,
    max: 100000,
    doc: "Requests that one process works on at the same time; more are answered 503 with Retry-After at once.",
  },
  address_requests_per_minute: {
    type: "integer",
    per: "server",
    default: 120000,
    min: 0,
    max: 100000000,
    doc: "Requests that one process takes from one address (IPv6: one /64) in a minute, for emergencies; more are answered 429. 0 means any number. Behind a proxy set `trusted_proxies`, or everybody has the proxy's address.",
  },
  client_requests_per_minute: {
    type: "integer",
    per: "client",
    default: 6000,
    min: 0,
    max: 100000000,
    doc: "Requests that one client may make at the token, introspection and revocation endpoints in a minute, on all nodes together; more are answered 429. 0 means any number.",
  },
} as const;
