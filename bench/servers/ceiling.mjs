/** What the ceilings answer: about as many bytes of JSON as a token response, made anew for each request. */
const filler = "a".repeat(480);
let count = 0;

/** Reads the form as strictly as it must to use it, and answers about 600 bytes. */
export function answerForm(text) {
  const form = new URLSearchParams(text);
  count++;
  return {
    token_type: "Bearer",
    expires_in: 3600,
    access_token: `${filler}${count}`,
    scope: form.get("scope") ?? "",
    client_id: form.get("client_id") ?? "",
  };
}
