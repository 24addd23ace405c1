/** A sample of the page that hands the answer to the app: the only form of ours that leads to somebody else. */
import { renderFormPost } from "../account/form-post.tsx";
import { submitScript } from "../submit-script.ts";
import { contextOf, type Sample } from "./parts.ts";

export const formPostSamples: Sample[] = [
  {
    name: "form-post/normal",
    render: (locale) =>
      renderFormPost({
        context: contextOf(locale),
        // Samples lead to nobody else's address.
        action: "/callback",
        fields: [
          ["code", "code-sample"],
          ["state", "state-sample"],
          ["iss", "https://auth.northwind.example"],
        ],
        script: submitScript.path,
      }),
  },
];
