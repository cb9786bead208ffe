// The message of a failed assertion: what was expected, then what the script said. Shared by assertions and matchers.

/** What is shown beside the sentence: a result of runScript, or any Response. */
export interface Shown {
  readonly status: number;
  readonly stdout?: string;
  readonly stderr?: string;
  readonly error?: Error | null;
}

const LINES = 12;

/** The sentence, then the failure of the run, its stderr and the first lines of its output, as far as there are any. */
export function failureMessage(sentence: string, { stdout = '', stderr = '', error }: Shown): string {
  return [
    sentence,
    ...(error ? [`  ${error.message}`] : []),
    ...section('stderr', stderr),
    ...section('stdout', stdout),
  ].join('\n');
}

function section(name: string, text: string): string[] {
  if (text === '') return [];
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/);
  const more = lines.length > LINES ? [`  … ${lines.length - LINES} more lines`] : [];
  return [`${name}:`, ...lines.slice(0, LINES).map((line) => `  ${line}`), ...more];
}
