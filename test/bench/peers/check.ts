// Does a peer answer what all must answer? Asked before it is measured, over a connection of its own.
import { request } from 'node:http';
import type { Ask } from './rows.ts';

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Rejects unless the answer is a 200 with exactly the expected body. */
export async function check(url: string, { answer, body }: Ask): Promise<void> {
  const got = await ask(url, body);
  if (got.status !== 200) throw new Error(`it answers ${got.status}`);
  if (got.body !== answer) throw new Error(`it answers ${shown(got.body)} instead of ${shown(answer)}`);
}

function shown(text: string): string {
  return text.length > 60 ? `${text.length} characters` : JSON.stringify(text);
}

function ask(url: string, body: Ask['body']): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = body && { 'Content-Type': body.type, 'Content-Length': body.bytes.length };
    const sent = request(
      url,
      { method: body ? 'POST' : 'GET', agent: false, ...(headers && { headers }) },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString('latin1') }),
        );
        answer.on('error', reject);
      },
    );
    sent.on('error', reject);
    sent.end(body?.bytes);
  });
}
