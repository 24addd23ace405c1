/** How commands speak: text for people, one JSON document for programs, exit codes for both. */

/** What a command answers; with `--json` the document, else the text, on standard output. */
export interface Answer {
  json: object;
  text: string;
  /** The answer is a "no": exit code 1. */
  failed?: boolean;
}

/** One of several things that are wrong, beside the field it belongs to. */
export interface Problem {
  field?: string;
  sentence: string;
}

/** Something the caller can mend: a sentence, no stack. Exit code 2 for wrong use, 1 for a refused or failed action. */
export class CliError extends Error {
  readonly exitCode: 1 | 2;
  readonly problems: readonly Problem[];

  constructor(sentence: string, exitCode: 1 | 2 = 1, problems: readonly Problem[] = []) {
    super(sentence);
    this.exitCode = exitCode;
    this.problems = problems;
  }
}

/** Several mistakes at once; each is told. */
export function refuse(problems: readonly Problem[], exitCode: 1 | 2 = 1): CliError {
  const said = problems.map(({ field, sentence }) =>
    field === undefined ? sentence : `${field}: ${sentence}`,
  );
  return new CliError(said.join("\n"), exitCode, problems);
}

/** What an error is on standard output with `--json`. */
export function errorDocument(error: CliError): object {
  return { error: error.message, ...(error.problems.length === 0 ? {} : { problems: error.problems }) };
}
