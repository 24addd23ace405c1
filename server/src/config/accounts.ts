/** The settings of people's accounts. They are rows of the one table in settings.ts. */

export const ACCOUNTS = {
  fresh_seconds: {
    type: "integer",
    per: "server",
    default: 600,
    min: 60,
    max: 3600,
    doc: "How long after a person proved who they are dangerous acts are allowed without asking again.",
  },
  sign_up: {
    type: "choice",
    per: "server",
    default: "invite_only",
    choices: ["open", "invite_only", "off"],
    doc: "Who may begin an account: whoever has an e-mail address, those who were invited (`gatehouse user invite`), or nobody but by `gatehouse user create`. `open` needs `smtp_url`.",
  },
  smtp_url: {
    type: "text",
    format: "smtp",
    per: "server",
    default: null,
    example: "smtps://user:password@mail.example.com",
    secret: "password",
    doc: "The mail server that letters are handed to, `smtps://USER:PASSWORD@HOST` or `smtp://USER:PASSWORD@HOST` (TLS is then demanded where there is a password). Without it no account can be begun or recovered by e-mail.",
  },
  mail_from: {
    type: "text",
    format: "mailbox",
    per: "server",
    default: null,
    example: "Example <no-reply@example.com>",
    max: 320,
    doc: "The sender of letters, `no-reply@example.com` or `Example <no-reply@example.com>`; needed with `smtp_url`.",
  },
} as const;
