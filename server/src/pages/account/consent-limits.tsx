/** RFC 6749 §3.3 — what a person can limit before an unknown agent is let in: time, reading only, calls. */
import type { ComponentChildren, VNode } from "preact";
import type { ConsentModel } from "../models.ts";
import { Untrusted } from "../parts/untrusted.tsx";
import { amount, duration } from "../words/amounts.ts";
import { words } from "../words/index.ts";

function Option(props: {
  type: "radio" | "checkbox";
  id: string;
  name: string;
  value: string;
  checked?: boolean;
  children: ComponentChildren;
}): VNode {
  const { type, id, name, value, checked = false, children } = props;
  return (
    <div class="limit">
      <input type={type} id={id} name={name} value={value} checked={checked} />
      <label for={id}>{children}</label>
    </div>
  );
}

/** One question with one answer of a few; the widest is chosen, as if there were no question. */
function Question(props: {
  name: string;
  legend: string;
  hint?: string;
  chosen: string;
  widest: string;
  options: readonly { value: number; label: string }[];
}): VNode | null {
  const { name, legend, hint, chosen, widest, options } = props;
  if (options.length === 0) return null;
  const id = name.replace("_", "-");
  return (
    <fieldset>
      <legend>{legend}</legend>
      {hint !== undefined && <p class="field-hint">{hint}</p>}
      {options.map(({ value, label }) => (
        <Option
          type="radio"
          id={`${id}-${value}`}
          name={name}
          value={String(value)}
          checked={chosen === String(value)}
        >
          {label}
        </Option>
      ))}
      <Option type="radio" id={`${id}-none`} name={name} value="" checked={chosen === ""}>
        {widest}
      </Option>
    </fieldset>
  );
}

/** Nothing for an app that somebody here answers for. */
export function ConsentLimits({ model }: { model: ConsentModel }): VNode | null {
  const { offer, context, app } = model;
  if (offer === null) return null;
  const choices = offer.times.length > 0 || offer.readOnly || offer.calls.length > 0;
  const { locale } = context;
  const { limits } = words(locale);
  const most = duration(locale, model.accessMinutes * 60);
  return (
    <section class="limits">
      {choices && <h2>{limits.title}</h2>}
      <p class="quiet">
        {limits.lead(
          <strong class="address">
            <Untrusted text={app.organisation} />
          </strong>,
        )}{" "}
        {offer.replaces && limits.replaces}
      </p>
      <Question
        name="limit_time"
        legend={limits.time}
        chosen={offer.chosen.time}
        widest={model.lasting ? limits.lasting : limits.brief(most)}
        options={offer.times.map((value) => ({ value, label: duration(locale, value) }))}
      />
      {offer.readOnly && (
        <div>
          <Option
            type="checkbox"
            id="limit-read-only"
            name="limit_read_only"
            value="yes"
            checked={offer.chosen.readOnly === "yes"}
          >
            {limits.readOnly}
          </Option>
          <p class="field-hint">{limits.readOnlyMeans}</p>
        </div>
      )}
      <Question
        name="limit_calls"
        legend={limits.calls}
        chosen={offer.chosen.calls}
        hint={limits.callsMean}
        widest={limits.anyNumber}
        options={offer.calls.map((value) => ({ value, label: limits.number(amount(locale, value)) }))}
      />
    </section>
  );
}
