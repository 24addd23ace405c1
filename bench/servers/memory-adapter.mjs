/**
 * Storage in memory for oidc-provider. Its own keeps a thousand entries and walks all tokens of a grant at each write;
 * this one is a Map with room for a whole run, so that the peer is measured and not its example storage.
 */
const room = 400_000;
const entries = new Map();
const grants = new Map();
const uids = new Map();

function keep(map, key, value) {
  map.set(key, value);
  if (map.size > room) map.delete(map.keys().next().value);
}

export class MemoryAdapter {
  constructor(model) {
    this.model = model;
  }
  async upsert(id, payload) {
    const key = `${this.model}:${id}`;
    if (payload.grantId !== undefined) {
      const members = grants.get(payload.grantId);
      if (members === undefined) keep(grants, payload.grantId, [key]);
      else members.push(key);
    }
    if (this.model === "Session") keep(uids, payload.uid, key);
    keep(entries, key, payload);
  }
  async find(id) {
    return entries.get(`${this.model}:${id}`);
  }
  async findByUid(uid) {
    return entries.get(uids.get(uid));
  }
  async findByUserCode() {
    return undefined;
  }
  async consume(id) {
    const entry = entries.get(`${this.model}:${id}`);
    if (entry !== undefined) entry.consumed = Math.floor(Date.now() / 1000);
  }
  async destroy(id) {
    entries.delete(`${this.model}:${id}`);
  }
  async revokeByGrantId(grantId) {
    for (const key of grants.get(grantId) ?? []) entries.delete(key);
    grants.delete(grantId);
  }
}
