/** How commands speak: text for people, JSON for programs, exit codes for both. */

/** Something the caller can mend: a sentence, no stack. Exit code 2 for wrong use, 1 for a refused or failed action. */
export class CliError extends Error {
  readonly exitCode: 1 | 2;

  constructor(sentence: string, exitCode: 1 | 2 = 1) {
    super(sentence);
    this.exitCode = exitCode;
  }
}
