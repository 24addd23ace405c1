/** Which family of programs a User-Agent names: a word of ours, because the header itself is anybody's text. */

/** Looked for in this order: libraries name what they are built on as well. */
const families: readonly (readonly [RegExp, string])[] = [
  [/^curl\//i, "curl"],
  [/^wget/i, "Wget"],
  [/postman/i, "Postman"],
  [/insomnia/i, "Insomnia"],
  [/python-requests/i, "Python requests"],
  [/python-httpx/i, "Python httpx"],
  [/aiohttp/i, "Python aiohttp"],
  [/python/i, "Python"],
  [/guzzle/i, "PHP Guzzle"],
  [/\bphp\b/i, "PHP"],
  [/faraday/i, "Ruby Faraday"],
  [/\bruby\b|rest-client/i, "Ruby"],
  [/axios/i, "axios"],
  [/undici|^node/i, "Node.js"],
  [/^bun/i, "Bun"],
  [/^deno/i, "Deno"],
  [/go-http-client/i, "Go"],
  [/okhttp/i, "OkHttp"],
  [/apache-httpclient/i, "Apache HttpClient"],
  [/\bjava\b/i, "Java"],
  [/reqwest|hyper/i, "Rust"],
  [/dotnet|restsharp/i, ".NET"],
  [/firefox\//i, "Firefox"],
  [/edg\//i, "Edge"],
  [/chrom(?:e|ium)\//i, "Chrome"],
  [/safari\//i, "Safari"],
];

/** Null when there is no header. */
export function agentFamily(header: string | undefined): string | null {
  if (header === undefined || header === "") return null;
  // Enough to name every one of them; the rest is not looked at.
  const text = header.slice(0, 300);
  return families.find(([pattern]) => pattern.test(text))?.[1] ?? "other";
}
