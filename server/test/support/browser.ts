/** A browser without JavaScript: cookies, links, forms, redirects on one host; it stops where it would leave that host. */

export interface Page {
  status: number;
  url: string;
  headers: Headers;
  html: string;
  /** Where it would go next, when that is another host. */
  leaves: string | null;
}

const entities: Record<string, string> = { amp: "&", quot: '"', lt: "<", gt: ">", "#39": "'", "#x27": "'" };

function decode(text: string): string {
  return text.replaceAll(/&(amp|quot|lt|gt|#39|#x27);/g, (_, name: string) => entities[name] ?? "");
}

function attributes(tag: string): Map<string, string> {
  return new Map(
    [...tag.matchAll(/([a-zA-Z-]+)(?:="([^"]*)")?/g)].map((match) => [
      (match[1] ?? "").toLowerCase(),
      decode(match[2] ?? ""),
    ]),
  );
}

/** One visitor. Every instance has its own cookies. */
export class Browser {
  readonly origin: string;
  readonly cookies = new Map<string, string>();
  readonly headers: Record<string, string>;

  constructor(origin: string, headers: Record<string, string> = {}) {
    this.origin = origin;
    this.headers = headers;
  }

  /** Follows redirects on this host. */
  async open(url: string): Promise<Page> {
    return this.go(url, { method: "GET" });
  }

  async post(
    url: string,
    fields: Record<string, string>,
    headers: Record<string, string> = {},
  ): Promise<Page> {
    return this.go(url, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { origin: "null", "sec-fetch-site": "same-origin", ...headers },
    });
  }

  /** A form with files (RFC 7578). */
  async upload(url: string, fields: FormData): Promise<Page> {
    const headers = { origin: "null", "sec-fetch-site": "same-origin" };
    return this.go(url, { method: "POST", body: fields, headers });
  }

  /** Sends the form that holds the control with this id, as a click on it would. */
  async click(page: Page, id: string, typed: Record<string, string> = {}): Promise<Page> {
    const form = [...page.html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].find((match) =>
      new RegExp(`<(?:button|input)\\b[^>]*\\bid="${id}"`).test(match[2] ?? ""),
    );
    if (form === undefined) throw new Error(`no form with #${id} on ${page.url}:\n${page.html}`);
    const fields: Record<string, string> = {};
    for (const input of (form[2] ?? "").matchAll(/<input\b([^>]*)>/g)) {
      const found = attributes(input[1] ?? "");
      const name = found.get("name");
      if (name === undefined) continue;
      const type = found.get("type");
      const isChoice = type === "radio" || type === "checkbox";
      // What is typed stands for the choice that is made; an empty text for none.
      if (isChoice && typed[name] === undefined && !found.has("checked")) continue;
      fields[name] = typed[name] ?? found.get("value") ?? "";
    }
    const button = new RegExp(`<button\\b([^>]*\\bid="${id}"[^>]*)>`).exec(form[2] ?? "");
    const pressed = attributes(button?.[1] ?? "");
    const name = pressed.get("name");
    if (name !== undefined) fields[name] = pressed.get("value") ?? "";
    const action = attributes(form[1] ?? "").get("action") ?? page.url;
    return this.post(new URL(action, page.url).href, fields);
  }

  private async go(url: string, init: RequestInit): Promise<Page> {
    let target = new URL(url, this.origin).href;
    let request = init;
    for (let hops = 0; hops < 10; hops++) {
      const response = await fetch(target, {
        ...request,
        redirect: "manual",
        headers: {
          accept: "text/html",
          ...this.headers,
          ...(request.headers as Record<string, string> | undefined),
          ...(this.cookies.size === 0
            ? {}
            : { cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ") }),
        },
      });
      for (const cookie of response.headers.getSetCookie()) this.keep(cookie);
      const html = await response.text();
      const location = response.headers.get("location");
      if (location === null)
        return { status: response.status, url: target, headers: response.headers, html, leaves: null };
      const next = new URL(location, target);
      if (next.origin !== new URL(this.origin).origin)
        return { status: response.status, url: target, headers: response.headers, html, leaves: location };
      target = next.href;
      request = { method: "GET" };
    }
    throw new Error(`too many redirects from ${url}`);
  }

  private keep(cookie: string): void {
    const [pair = "", ...flags] = cookie.split("; ");
    const cut = pair.indexOf("=");
    const name = pair.slice(0, cut);
    if (flags.includes("Max-Age=0")) this.cookies.delete(name);
    else this.cookies.set(name, pair.slice(cut + 1));
  }
}
