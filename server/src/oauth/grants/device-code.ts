/** RFC 8628 §3.4, §3.5 — device_code: a device asks whether the person has decided yet, and gets its tokens once. */
import { scopeWithin } from "../agents/limits.ts";
import { mayRefresh } from "../checks/may-refresh.ts";
import { findResource } from "../checks/resource.ts";
import { stillAssigned } from "../checks/scope.ts";
import { narrowedDetails, stillPermitted } from "../details/read.ts";
import type { StoredDevice } from "../device/ports.ts";
import type { Ports } from "../ports.ts";
import { Refusal } from "../refusals.ts";
import { isSecret, secretHash } from "../tokens/secret-token.ts";
import { DEVICE_CODE_GRANT } from "../words.ts";
import { grant, type Grant } from "./grant.ts";

/** RFC 8628 §3.5: a device that is told to slow down waits so much longer from then on. Seconds. */
const SLOWER = 5;

interface DeviceRequest {
  device_code: string;
  resource: string | null;
  authorization_details: string | null;
}

export const deviceCode: Grant = grant<DeviceRequest>({
  grant_type: DEVICE_CODE_GRANT,
  parameters: ["device_code", "resource", "authorization_details"],
  confidentialOnly: false,
  read(parameters) {
    const device_code = parameters.get("device_code");
    if (device_code === null) throw new Refusal("missing_device_code");
    return {
      device_code,
      resource: parameters.get("resource"),
      authorization_details: parameters.get("authorization_details"),
    };
  },
  async decide(request, client, ports) {
    const device = isSecret("ghd", request.device_code)
      ? await ports.devices.find(secretHash(request.device_code))
      : null;
    if (device === null) throw new Refusal("unknown_device_code");
    if (device.client_id !== client.client_id) throw new Refusal("device_code_of_another_client");
    const now = ports.clock.now();
    if (device.redeemedAt !== null) {
      // As with a code: the device has its tokens, so somebody else asks with the same secret.
      if (device.familyId !== null)
        await ports.families.revoke(device.familyId, now, "code_replayed", ports.via);
      throw new Refusal("device_code_spent");
    }
    if (device.expiresAt <= now) throw new Refusal("device_code_expired");
    const resource = await findResource(request.resource, client, ports, device.resource);
    const approval = await decided(device, now, ports);
    if (!(await ports.people.isActive(approval.subject))) throw new Refusal("grant_withdrawn");
    const scope = scopeWithin(approval.limits, stillAssigned(approval.scope, client, resource), resource);
    return {
      client,
      resource,
      subject: approval.subject,
      scope,
      details: narrowedDetails(
        request.authorization_details,
        stillPermitted(approval.authorization_details, client, resource),
      ),
      source: { kind: "device", device, approval, refresh: mayRefresh(client, scope) },
    };
  },
});

/** What the person decided; throws what the device is told while there is nothing to have. */
async function decided(
  device: StoredDevice,
  now: number,
  ports: Ports,
): Promise<NonNullable<StoredDevice["approval"]>> {
  if (device.decision === "denied") throw new Refusal("device_denied");
  if (device.decision === "allowed" && device.approval !== null) return device.approval;
  const pace = await ports.devices.poll(device.hash, now, SLOWER);
  throw new Refusal(pace === "too_soon" ? "device_too_fast" : "device_undecided");
}
