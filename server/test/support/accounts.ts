/** People, sessions and throttle in memory: the contract of accounts/ports.ts in a few lines. */
import type { PeoplePort, Person, Session, SessionsPort } from "../../src/accounts/ports.ts";
import type { SignInWorld } from "../../src/accounts/sign-in.ts";

export function memoryPeople(people: Person[] = []): PeoplePort {
  const change = (id: string, values: Partial<Person>): boolean => {
    const person = people.find((one) => one.id === id);
    if (person) Object.assign(person, values);
    return person !== undefined;
  };
  return {
    find: async (id) => people.find((one) => one.id === id) ?? null,
    findBySignInName: async (name) =>
      people.find((one) => one.username === name) ??
      people.find((one) => one.email === name && one.emailVerifiedAt !== null) ??
      null,
    findByUsername: async (username) => people.find((one) => one.username === username) ?? null,
    create: async (person) => {
      if (people.some((one) => one.username === person.username)) return false;
      people.push(person);
      return true;
    },
    createProven: async (person) => (people.push(person), "created"),
    resetPassword: async () => "gone",
    changeEmail: async () => "gone",
    setEmail: async (id, email, emailVerifiedAt) => {
      if (email !== null && people.some((one) => one.id !== id && one.email === email)) return "taken";
      return change(id, { email, emailVerifiedAt }) ? "set" : "gone";
    },
    setClaims: async (id) => people.some((one) => one.id === id),
    setStaff: async (id, staff) => change(id, { staff }),
    setPassword: async (id, passwordHash) => change(id, { passwordHash }),
    disable: async (id, now) => change(id, { disabledAt: now }),
    enable: async (id) => change(id, { disabledAt: null }),
    list: async () => people,
  };
}

export function memorySessions(): SessionsPort & { all: Map<string, Session> } {
  const all = new Map<string, Session>();
  return {
    all,
    put: async (session) => void all.set(session.hash, { ...session }),
    find: async (hash, now) => {
      const session = all.get(hash);
      return session && session.expiresAt > now ? { ...session } : null;
    },
    touch: async ({ hash }, now) => {
      const session = all.get(hash);
      if (session) session.lastSeenAt = now;
    },
    replace: async (hash, session) => {
      if (hash !== null) all.delete(hash);
      all.set(session.hash, { ...session });
      return true;
    },
    end: async (hash) => void all.delete(hash),
    endNamed: async () => false,
    endOthers: async () => 0,
    list: async (subject, now) =>
      [...all.values()].filter((one) => one.subject === subject && one.expiresAt > now),
  };
}

export function memoryThrottle(): SignInWorld["throttle"] & {
  keys: Map<string, { failures: number; end: number }>;
} {
  const keys = new Map<string, { failures: number; end: number }>();
  const left = (key: string, count: number, now: number): number => {
    const row = keys.get(key);
    return row && row.end > now && row.failures >= count ? Math.ceil((row.end - now) / 1000) : 0;
  };
  return {
    keys,
    async fail(key, limit, now) {
      const row = keys.get(key);
      if (row && row.end > now) row.failures++;
      else keys.set(key, { failures: 1, end: now + limit.windowMs });
      return left(key, limit.count, now);
    },
    wait: async (key, limit, now) => left(key, limit.count, now),
  };
}
