/** RFC 8628 §3.3 — the page where a person types what a device shows, and the page that sends them back to it. */
import type { DeviceDoneModel, DeviceModel } from "../models.ts";
import { Button } from "../parts/button.tsx";
import { ErrorSummary, type Complaint } from "../parts/error-summary.tsx";
import { Field } from "../parts/field.tsx";
import { Form } from "../parts/form.tsx";
import { renderPage } from "../parts/layout.tsx";
import { duration } from "../words/amounts.ts";
import { words } from "../words/index.ts";

/** The longest text that is offered back: a code is nine characters long, with some spaces. */
const CODE_LIMIT = 16;

/** The address may hold anybody's text: only what could be a code is offered. */
function offered(typed: string): string {
  const text = typed.trim();
  return text.length <= CODE_LIMIT && /^[A-Za-z -]*$/.test(text) ? text : "";
}

function complaints({ problem, context, retryAfterSeconds }: DeviceModel): Complaint[] {
  const { device, signIn } = words(context.locale);
  switch (problem) {
    case null:
      return [];
    case "missing":
      return [{ field: "user_code", sentence: device.missing }];
    case "unknown":
      return [{ field: "user_code", sentence: device.unknown }];
    case "throttled": {
      const wait = retryAfterSeconds === null ? null : duration(context.locale, retryAfterSeconds);
      return [{ field: null, sentence: wait === null ? signIn.throttledForNow : signIn.throttled(wait) }];
    }
  }
}

/** Where the code is typed. */
export function renderDevice(model: DeviceModel): string {
  const { context, problem } = model;
  const { common, device } = words(context.locale);
  return renderPage({
    context,
    title: problem === null ? device.title : common.problemTitle(device.title),
    children: (
      <>
        <h1>{device.heading}</h1>
        <p class="lead">{device.intro(<bdi>{context.company}</bdi>)}</p>
        <ErrorSummary title={device.problem} complaints={complaints(model)} />
        <Form action={model.action} csrf={model.csrf} class="stack">
          <Field
            id="user_code"
            label={device.code}
            autocomplete="off"
            value={offered(model.typed)}
            autofocus={problem === null}
            invalid={problem === "missing" || problem === "unknown"}
            error={problem === "missing" ? device.missing : null}
          />
          <Button id="submit-code" kind="primary">
            {device.submit}
          </Button>
        </Form>
        <p class="quiet after">{device.caution}</p>
      </>
    ),
  });
}

/** After the decision. */
export function renderDeviceDone({ context, allowed }: DeviceDoneModel): string {
  const { device } = words(context.locale);
  const title = allowed ? device.allowedTitle : device.deniedTitle;
  return renderPage({
    context,
    title,
    children: (
      <>
        <h1>{title}</h1>
        <p class="lead">{allowed ? device.allowed : device.denied}</p>
      </>
    ),
  });
}
